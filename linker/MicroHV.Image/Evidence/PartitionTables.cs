// What the nested tables of one partition map.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Proofs;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Evidence;

/// <summary>A partition's nested tables, read back entry by entry.</summary>
/// <param name="Partition">Name of the partition.</param>
/// <param name="Extents">What they map, ascending by guest-physical address.</param>
internal sealed record PartitionTables(string Partition, IReadOnlyList<TableExtent> Extents)
{
    /// <summary>The extents of <paramref name="plan"/> by partition.</summary>
    public static IReadOnlyList<PartitionTables> Of(SystemPlan plan, IReadOnlyList<MappedExtent> extents)
    {
        ILookup<int, MappedExtent> byPartition = extents.ToLookup(extent => extent.PartitionIndex);
        return [.. plan.Partitions.Select(partition => new PartitionTables(
            partition.Name, [.. byPartition[partition.Index].Select(Of)]))];
    }

    private static TableExtent Of(MappedExtent extent) => new(
        extent.Guest,
        extent.Host.Start,
        extent.Host.SizeBytes,
        RightsText.Of(extent.Rights),
        extent.Type.ToString().ToLowerInvariant());
}
