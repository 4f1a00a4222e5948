// A partition's mutable state.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>What changes about a partition. Its record, which does not, is in the blob.</summary>
public struct Partition
{
    /// <summary>Its life: a <see cref="PartitionLife.Word"/>.</summary>
    public uint Life;

    /// <summary>Its number, from 0.</summary>
    public uint Index;

    /// <summary>Why it started the last time.</summary>
    public StartCondition Condition;

    /// <summary>The event that started it, if <see cref="Condition"/> is a restart by the health monitor.</summary>
    public HealthEvent Cause;

    /// <summary>How often it was started again, for whatever reason.</summary>
    public uint RestartCount;

    /// <summary>Windows that are left to kick the watchdog in, the current one included; 0 without a watchdog.</summary>
    public uint WatchdogLeft;

    /// <summary>Index of the virtual CPU whose windows the watchdog counts; <see cref="PerCpu.Nobody"/> without a watchdog.</summary>
    public uint WatchdogVcpu;

    /// <summary>TSC at which it was started the last time; 0 if the system began with it.</summary>
    public ulong StartTsc;

    /// <summary>The schedule, with its start, in which it last had a window: a slot of <see cref="ScheduleChoice"/>.</summary>
    public ulong LastSchedule;

    /// <summary>Host-physical address of its nested tables, which lie side by side: the root.</summary>
    public ulong NestedTables;

    /// <summary>Number of its nested tables.</summary>
    public uint NestedTableCount;

    /// <summary>Checksum of its nested tables, as boot built them.</summary>
    public uint NestedCrc32C;

    /// <summary>How far its memory is filled.</summary>
    public LoadCursor Load;

    /// <summary>The starts that the health monitor has left for it.</summary>
    public RestartBudget Budget;
}
