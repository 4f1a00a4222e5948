// How a partition is treated beyond the defaults.
namespace MicroHV.Kernel.Abi;

using System;

/// <summary>Options of <see cref="PartitionRecord.Options"/>.</summary>
[Flags]
public enum PartitionOptions : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>
    /// A port that the plan does not grant behaves as if nobody were there: reads give all ones, writes are dropped. Without
    /// this, using one is a <see cref="HealthEvent.PortViolation"/>.
    /// </summary>
    OtherPortsAbsent = 1,

    /// <summary>Code at CPL 1 to 3 may make hypercalls. Without this, one is #UD.</summary>
    UserHypercalls = 2,

    /// <summary>A system partition: it may choose the schedule of all.</summary>
    System = 4,
}
