// A partition's mutable state.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;

/// <summary>What changes about a partition. Its record, which does not, is in the blob.</summary>
public struct Partition
{
    /// <summary>Its operating mode, a <see cref="PartitionMode"/>. Only a partition that is not idle gets its windows.</summary>
    public uint Mode;

    /// <summary>Its number, from 0.</summary>
    public uint Index;
}
