// Used memory that lies close together.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>Ranges of used memory without a wide gap, drawn on a scale of their own.</summary>
/// <param name="Ranges">Ascending.</param>
internal sealed record MemoryCluster(IReadOnlyList<MemoryRangeView> Ranges)
{
    private const int MaxGaps = 5;
    private const ulong MinGapBytes = 0x20_0000;

    /// <summary>First address.</summary>
    public ulong Start => Ranges[0].Start;

    /// <summary>First address behind it.</summary>
    public ulong End => Ranges[^1].End;

    /// <summary>Whether <paramref name="range"/> is RAM that lies in it.</summary>
    public bool Contains(MemoryRangeView range) =>
        range.Kind != MemoryKind.Device && range.Start >= Start && range.End <= End;

    /// <summary>
    /// The RAM that is used in <paramref name="view"/>, cut at its widest gaps: those that would leave little room in a
    /// picture for what lies on one side of them.
    /// </summary>
    public static IReadOnlyList<MemoryCluster> Of(SystemView view)
    {
        MemoryRangeView[] used = [.. view.Memory.Where(range =>
            range.Kind is not (MemoryKind.Device or MemoryKind.Free or MemoryKind.Firmware))];
        ulong total = Sum(used);
        ulong before = 0;
        List<(int Index, ulong SizeBytes)> gaps = [];
        for (int i = 1; i < used.Length; i++)
        {
            before += used[i - 1].SizeBytes;
            ulong gap = used[i].Start - used[i - 1].End;
            if (gap > Math.Max(MinGapBytes, Math.Min(before, total - before) / 2))
            {
                gaps.Add((i, gap));
            }
        }

        HashSet<int> cuts = [.. gaps.OrderByDescending(gap => gap.SizeBytes).Take(MaxGaps).Select(gap => gap.Index)];
        List<MemoryCluster> clusters = [];
        int first = 0;
        for (int i = 1; i <= used.Length; i++)
        {
            if (i == used.Length || cuts.Contains(i))
            {
                clusters.Add(new MemoryCluster(used[first..i]));
                first = i;
            }
        }

        return clusters;
    }

    private static ulong Sum(IEnumerable<MemoryRangeView> ranges) =>
        ranges.Aggregate(0UL, (sum, range) => sum + range.SizeBytes);
}
