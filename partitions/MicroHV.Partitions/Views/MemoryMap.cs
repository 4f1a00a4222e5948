// Host-physical memory by use.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>Cuts host-physical memory into ranges, each with one use and the same users all over.</summary>
internal static class MemoryMap
{
    private const ulong FirmwareSizeBytes = 0x10_0000;
    private const int MaxUsers = 1_000_000;

    /// <summary>The kernel's memory, and everything that a partition reaches.</summary>
    public static IReadOnlyList<MemoryRangeView> Of(
        IReadOnlyList<PartitionView> partitions, KernelView kernel, ulong blobSizeBytes)
    {
        List<MemoryRangeView> ranges = [.. UsedRanges(partitions)];
        ranges.Add(Own(kernel.ImageStart, kernel.BlobStart - kernel.ImageStart, MemoryKind.KernelImage));
        ranges.Add(Own(kernel.BlobStart, blobSizeBytes, MemoryKind.KernelBlob));
        ranges.Add(Own(kernel.PoolStart, kernel.End - kernel.PoolStart, MemoryKind.KernelPool));
        if (kernel.CrashFrame is ulong crashFrame)
        {
            ranges.Add(Own(crashFrame, RegionPlan.PageSizeBytes, MemoryKind.KernelCrashRecord));
        }

        ranges.Sort((one, other) => one.Start.CompareTo(other.Start));
        return WithRest(ranges, new AddressRange(0, FirmwareSizeBytes), MemoryKind.Firmware);
    }

    /// <summary><paramref name="ranges"/>, and what they leave of <paramref name="whole"/> as <paramref name="kind"/>.</summary>
    /// <param name="ranges">Ascending, without overlap.</param>
    /// <param name="whole">Any addresses.</param>
    /// <param name="kind">What the rest is.</param>
    public static IReadOnlyList<MemoryRangeView> WithRest(
        IReadOnlyList<MemoryRangeView> ranges, AddressRange whole, MemoryKind kind)
    {
        List<MemoryRangeView> all = [.. ranges];
        ulong next = whole.Start;
        foreach (MemoryRangeView range in ranges.Where(range => whole.Overlaps(new(range.Start, range.SizeBytes))))
        {
            if (range.Start > next)
            {
                all.Add(Own(next, range.Start - next, kind));
            }

            next = range.End;
        }

        if (next < whole.End)
        {
            all.Add(Own(next, whole.End - next, kind));
        }

        return [.. all.OrderBy(range => range.Start)];
    }

    /// <summary><paramref name="partitions"/>, each region with the partitions that reach its frames too.</summary>
    public static IReadOnlyList<PartitionView> WithSharers(
        IReadOnlyList<PartitionView> partitions, IReadOnlyList<MemoryRangeView> memory)
    {
        Dictionary<(int Partition, ulong Guest), SortedSet<int>> sharers = [];
        foreach (MemoryRangeView range in memory.Where(range => range.Users.Count > 1))
        {
            int[] reached = [.. range.Users.Select(user => user.PartitionIndex).Distinct()];
            foreach (MemoryUserView user in range.Users)
            {
                RegionView region = RegionAt(partitions[user.PartitionIndex].Regions, user.Guest);
                if (!sharers.TryGetValue((user.PartitionIndex, region.Guest), out SortedSet<int>? others))
                {
                    others = [];
                    sharers.Add((user.PartitionIndex, region.Guest), others);
                }

                others.UnionWith(reached);
            }
        }

        return [.. partitions.Select(partition => partition with
        {
            Regions = [.. partition.Regions.Select(region => region with
            {
                SharedWith = sharers.TryGetValue((partition.Index, region.Guest), out SortedSet<int>? others)
                    ? [.. others.Where(other => other != partition.Index).Select(other => partitions[other].Name)]
                    : [],
            })],
        })];
    }

    // A sweep over all ends of all regions: between two neighbouring ends the users are the same.
    private static IEnumerable<MemoryRangeView> UsedRanges(IReadOnlyList<PartitionView> partitions)
    {
        (PartitionView Partition, RegionView Region)[] regions = [.. partitions
            .SelectMany(partition => partition.Regions.Select(region => (partition, region)))
            .OrderBy(pair => pair.region.Host)];
        ulong[] ends = [.. regions
            .SelectMany(pair => new[] { pair.Region.Host, pair.Region.Host + pair.Region.SizeBytes })
            .Distinct()
            .Order()];
        List<(PartitionView Partition, RegionView Region)> active = [];
        int next = 0;
        int users = 0;
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            ulong start = ends[i];
            _ = active.RemoveAll(pair => pair.Region.Host + pair.Region.SizeBytes <= start);
            for (; next < regions.Length && regions[next].Region.Host == start; next++)
            {
                active.Add(regions[next]);
            }

            users += active.Count;
            if (users > MaxUsers)
            {
                throw new InvalidDataException(
                    $"the regions of the blob overlap in more than {MaxUsers} places, which nobody could look at");
            }

            if (active.Count != 0)
            {
                yield return Used(start, ends[i + 1] - start, active);
            }
        }
    }

    private static MemoryRangeView Used(
        ulong start, ulong sizeBytes, List<(PartitionView Partition, RegionView Region)> active)
    {
        bool isShared = active.Count > 1 || active[0].Region.IsShared;
        MemoryKind kind = isShared ? MemoryKind.Shared : MemoryKind.Private;
        return new MemoryRangeView(
            start,
            sizeBytes,
            active.Exists(pair => pair.Region.IsDevice) ? MemoryKind.Device : kind,
            [.. active
                .OrderBy(pair => pair.Partition.Index)
                .ThenBy(pair => pair.Region.Guest)
                .Select(pair => new MemoryUserView(
                    pair.Partition.Index,
                    pair.Partition.Name,
                    pair.Region.Name,
                    pair.Region.Guest + (start - pair.Region.Host),
                    pair.Region.Rights))]);
    }

    // The last region that begins at or below an address; they ascend.
    private static RegionView RegionAt(IReadOnlyList<RegionView> regions, ulong guest)
    {
        int low = 0;
        int high = regions.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = regions[middle].Guest <= guest ? (middle, high) : (low, middle - 1);
        }

        return regions[low];
    }

    private static MemoryRangeView Own(ulong start, ulong sizeBytes, MemoryKind kind) => new(start, sizeBytes, kind, []);
}
