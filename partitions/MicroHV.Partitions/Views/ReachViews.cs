// Who reaches what, from the map of memory.
namespace MicroHV.Partitions.Views;

/// <summary>Groups the map of memory into things that a reviewer asks about.</summary>
internal static class ReachViews
{
    /// <summary>
    /// First the kernel's memory, which nobody reaches; then what each partition has for itself; then what is shared, and
    /// devices.
    /// </summary>
    public static IReadOnlyList<ReachView> Of(
        IReadOnlyList<PartitionView> partitions, IReadOnlyList<MemoryRangeView> memory)
    {
        List<ReachView> reach = [.. memory.Where(range => range.IsKernel).Select(OfKernel)];
        ILookup<int, MemoryRangeView> owned = memory
            .Where(range => range.Kind == MemoryKind.Private)
            .ToLookup(range => range.Users[0].PartitionIndex);
        reach.AddRange(partitions
            .Where(partition => owned.Contains(partition.Index))
            .Select(partition => OfOwner(partition, [.. owned[partition.Index]])));
        reach.AddRange(memory
            .Where(range => range.Kind is MemoryKind.Shared or MemoryKind.Device)
            .OrderBy(range => range.Kind)
            .ThenBy(range => range.Start)
            .Select(OfSeveral));
        return reach;
    }

    private static ReachView OfKernel(MemoryRangeView range)
    {
        string name = range.Kind switch
        {
            MemoryKind.KernelImage => "kernel image",
            MemoryKind.KernelBlob => "blob",
            MemoryKind.KernelPool => "pool",
            _ => "crash record",
        };
        return new ReachView(name, range.Kind, range.Start, range.SizeBytes, []);
    }

    private static ReachView OfOwner(PartitionView partition, IReadOnlyList<MemoryRangeView> ranges) => new(
        partition.Name,
        MemoryKind.Private,
        ranges[0].Start,
        ranges.Aggregate(0UL, (sum, range) => sum + range.SizeBytes),
        [new AccessView(
            partition.Index,
            partition.Name,
            RightsText.Union(ranges.SelectMany(range => range.Users).Select(user => user.Rights)))]);

    private static ReachView OfSeveral(MemoryRangeView range) => new(
        string.Join('/', range.Users.Select(user => user.Region).Distinct()),
        range.Kind,
        range.Start,
        range.SizeBytes,
        [.. range.Users
            .GroupBy(user => user.PartitionIndex)
            .Select(users => new AccessView(
                users.Key, users.First().Partition, RightsText.Union(users.Select(user => user.Rights))))]);
}
