// What a partition does, and why.
namespace MicroHV.Guest;

/// <summary>What a partition does, and why it began last. A mode is a PartitionMode, a start condition a StartCondition, a cause a HealthEvent.</summary>
public struct PartitionStatus
{
    /// <summary>Its mode.</summary>
    public uint Mode;

    /// <summary>Why it began last.</summary>
    public uint StartCondition;

    /// <summary>The event for which the health monitor started it; 0 if somebody else did.</summary>
    public uint Cause;

    /// <summary>How often it was started again since the system began.</summary>
    public uint RestartCount;

    /// <summary>TSC at which it was started again; 0 if it never was.</summary>
    public ulong StartTsc;
}
