// What nested tables map, in one piece.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Proofs;

/// <summary>Guest-physical memory that nested tables map side by side to host-physical memory.</summary>
/// <param name="PartitionIndex">Whose tables.</param>
/// <param name="Guest">First guest-physical address.</param>
/// <param name="Host">Which frames.</param>
/// <param name="Rights">With which rights.</param>
/// <param name="Type">With which memory type.</param>
public readonly record struct MappedExtent(
    int PartitionIndex, ulong Guest, AddressRange Host, RegionRights Rights, MemoryType Type)
{
    /// <summary>First guest-physical address behind the extent.</summary>
    public ulong GuestEnd => Guest + Host.SizeBytes;

    /// <summary>Whether <paramref name="next"/> continues this extent.</summary>
    public bool IsContinuedBy(MappedExtent next) =>
        next.Guest == GuestEnd && next.Host.Start == Host.End && next.Rights == Rights && next.Type == Type;
}
