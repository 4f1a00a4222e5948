// What a handler may look at besides its guest.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// The partition that an exit belongs to, and the CPU that it happened on. Made anew whenever another virtual CPU runs.
/// </summary>
public ref struct ExitContext
{
    /// <summary>The CPU.</summary>
    public ref readonly PerCpu Cpu;

    /// <summary>The plan.</summary>
    public ref readonly SystemConfig Config;

    /// <summary>The partition's record.</summary>
    public ref readonly PartitionRecord Partition;

    /// <summary>The partition's console.</summary>
    public ref PartitionConsole Console;

    /// <summary>The partitions.</summary>
    public ref PartitionTable Table;

    /// <summary>What outlives a reset.</summary>
    public ref CrashFrame Crash;

    /// <summary>Which schedule runs.</summary>
    public ref ScheduleChoice Schedules;
}
