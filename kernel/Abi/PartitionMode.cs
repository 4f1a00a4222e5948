// The operating modes of a partition.
namespace MicroHV.Kernel.Abi;

/// <summary>Operating modes of a partition, numbered as in ARINC 653.</summary>
public enum PartitionMode : uint
{
    /// <summary>Does not run: it ended, or an error stopped it.</summary>
    Idle = 0,

    /// <summary>Starting from its golden copy.</summary>
    ColdStart = 1,

    /// <summary>Starting again with its memory kept.</summary>
    WarmStart = 2,

    /// <summary>Running.</summary>
    Normal = 3,
}
