// The debugger of Bochs for an injection.
using System.Runtime.InteropServices;
using MicroHV.Campaigns.HostModel;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Bochs;

/// <summary>Breaks on the way into guests, where RDI is the virtual CPU, and where the kernel is silent for ever.</summary>
/// <param name="debugger">The debugger.</param>
/// <param name="system">What runs.</param>
/// <param name="wayIn">Where the way into a guest begins.</param>
/// <param name="vmcs">Offsets of fields in a VMCS; null for a VMCB.</param>
internal sealed class BochsStanding(
    BochsDebugger debugger, ShippedSystem system, ulong wayIn, IReadOnlyDictionary<BlockField, ulong>? vmcs) : IStandingMachine
{
    private readonly List<int> _breakpoints = [];
    private ulong _lastTick = ulong.MaxValue;

    /// <summary>The tick at which the machine stands.</summary>
    public ulong Tick { get; private set; }

    /// <summary>True if the kernel is silent for ever.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>Lets the machine stand, whatever it does, at the end of its time.</summary>
    /// <param name="lastTick">Its time in ticks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task BeginAsync(ulong lastTick, CancellationToken cancellation)
    {
        _lastTick = lastTick;
        await debugger.BeginAsync(cancellation);
        _ = await debugger.BreakAsync(system.HaltAddress, cancellation);
        await debugger.BreakAfterAsync(lastTick, cancellation);
    }

    /// <inheritdoc/>
    public async Task GoToKernelAsync(CancellationToken cancellation)
    {
        // The start ROM would find a wrong bit itself: it holds the image against its sum.
        int number = await debugger.BreakAsync(system.Image.PvhEntry, cancellation);
        _ = await ContinueAsync(cancellation);
        await debugger.ForgetAsync(number, cancellation);
    }

    /// <inheritdoc/>
    public async Task<WayIn?> GoToWayInAsync(CancellationToken cancellation)
    {
        if (_breakpoints.Count == 0)
        {
            _breakpoints.Add(await debugger.BreakAsync(wayIn, cancellation));
        }

        if (await ContinueAsync(cancellation) != wayIn || IsAtEnd)
        {
            return null;
        }

        IReadOnlyDictionary<string, ulong> registers = await debugger.ReadRegistersAsync(cancellation);
        return new WayIn(registers["rdi"], registers["rsp"]);
    }

    /// <summary>Lets the machine run to its end, at which it may stand already.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task GoToEndAsync(CancellationToken cancellation)
    {
        foreach (int number in _breakpoints)
        {
            await debugger.ForgetAsync(number, cancellation);
        }

        while (!IsAtEnd)
        {
            _ = await ContinueAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadPhysicalAsync(ulong address, int count, CancellationToken cancellation) =>
        debugger.ReadPhysicalAsync(address, count, cancellation);

    /// <inheritdoc/>
    public Task<bool> WritePhysicalAsync(ulong address, byte[] bytes, CancellationToken cancellation) =>
        debugger.WritePhysicalAsync(address, bytes, cancellation);

    /// <inheritdoc/>
    public Task SendNmiAsync(CancellationToken cancellation) =>
        throw new NotSupportedException("the debugger of Bochs has no command that sends an NMI");

    /// <inheritdoc/>
    public Task SendMachineCheckAsync(CancellationToken cancellation) =>
        throw new NotSupportedException("the debugger of Bochs has no command that reports a machine check");

    /// <inheritdoc/>
    public ulong OffsetOf(BlockField field) => vmcs is null ? field.VmcbOffset : vmcs[field];

    private bool IsAtEnd => IsHalted || Tick >= _lastTick;

    private async Task<ulong> ContinueAsync(CancellationToken cancellation)
    {
        (Tick, ulong rip) = await debugger.ContinueAsync(cancellation);
        IsHalted = rip == system.HaltAddress;
        return rip;
    }
}
