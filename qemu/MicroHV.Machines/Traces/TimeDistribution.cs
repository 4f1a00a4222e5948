// How a number of measurements lie.
namespace MicroHV.Machines;

/// <summary>Measurements in nanoseconds, in short.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Min">The least.</param>
/// <param name="Median">The one in the middle.</param>
/// <param name="Percentile99">The one that 99 of 100 do not exceed.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Histogram">How many there are up to each power of two, from the first to the last that has any.</param>
public sealed record TimeDistribution(
    int Count, long Min, long Median, long Percentile99, long Max, IReadOnlyList<HistogramBucket> Histogram)
{
    /// <summary>The distribution of some measurements; null if there are none.</summary>
    /// <param name="values">The measurements, none negative.</param>
    public static TimeDistribution? Of(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? null
            : new TimeDistribution(
                sorted.Length, sorted[0], sorted[(sorted.Length - 1) / 2], sorted[Rank99(sorted.Length)], sorted[^1],
                [.. Buckets(sorted)]);
    }

    // The nearest rank.
    private static int Rank99(int count) => (int)Math.Ceiling(count * 0.99) - 1;

    private static IEnumerable<HistogramBucket> Buckets(long[] sorted)
    {
        int done = 0;
        long limit = 1;
        while (limit < sorted[0])
        {
            limit *= 2;
        }

        while (done < sorted.Length)
        {
            int count = sorted.Skip(done).TakeWhile(value => value <= limit).Count();
            yield return new HistogramBucket(limit, count);
            done += count;
            limit *= 2;
        }
    }
}

/// <summary>A bar of a histogram.</summary>
/// <param name="UpTo">The greatest value that it takes, in nanoseconds; the least is above the bar before.</param>
/// <param name="Count">How many values it has.</param>
public sealed record HistogramBucket(long UpTo, int Count);
