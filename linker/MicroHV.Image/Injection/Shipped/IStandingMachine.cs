// A machine with the shipped kernel that can be made to stand still.
using MicroHV.Campaigns.HostModel;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>Where a machine stands that is about to enter a guest.</summary>
/// <param name="Vcpu">Host-physical address of the virtual CPU.</param>
/// <param name="Stack">The kernel's stack pointer.</param>
internal readonly record struct WayIn(ulong Vcpu, ulong Stack);

/// <summary>What an emulator's debugger offers to an injection. The machine stands whenever a method returns.</summary>
internal interface IStandingMachine : IPhysicalMemory
{
    /// <summary>Lets it run until it is about to execute the kernel's first instruction.</summary>
    Task GoToKernelAsync(CancellationToken cancellation);

    /// <summary>Lets it run until it is about to enter a guest.</summary>
    /// <returns>Null if it ended before that.</returns>
    Task<WayIn?> GoToWayInAsync(CancellationToken cancellation);

    /// <summary>Sends it an NMI, which comes when it goes on.</summary>
    /// <exception cref="NotSupportedException">Its debugger cannot.</exception>
    Task SendNmiAsync(CancellationToken cancellation);

    /// <summary>Has it report a machine check, which comes when it goes on.</summary>
    /// <exception cref="NotSupportedException">Its debugger cannot.</exception>
    Task SendMachineCheckAsync(CancellationToken cancellation);

    /// <summary>Where a field lies in a control block in memory: its offset in bytes.</summary>
    ulong OffsetOf(BlockField field);
}
