// How late windows begin beside a neighbour that does its worst, as qemu/benches/lateness measures it.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>All that was measured on one lane.</summary>
/// <param name="Name">Name of the lane.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Rows">One for each neighbour.</param>
internal sealed record LaneLateness(string Name, string Title, IReadOnlyList<Lateness> Rows)
{
    /// <summary>Whether every window came, and none too late.</summary>
    public bool MeetsGoals => Rows.All(row => row is { Missed: 0, Longest: <= Lateness.Goal });
}

/// <summary>The lateness of 10,000 windows of 200 us frames beside one neighbour, in ticks of the TSC: instructions of its CPU.</summary>
/// <param name="Place">Where the neighbour runs: near, on the same CPU right before the window; far, on the other CPU.</param>
/// <param name="Crime">What it does.</param>
/// <param name="Missed">Windows that never came.</param>
/// <param name="Median">What half of the windows do not exceed.</param>
/// <param name="Percent99">What 99 of 100 do not exceed.</param>
/// <param name="Permille999">What 999 of 1,000 do not exceed.</param>
/// <param name="Longest">What none exceeds.</param>
/// <param name="Buckets">The whole distribution.</param>
internal sealed record Lateness(
    string Place,
    string Crime,
    uint Missed,
    uint Median,
    uint Percent99,
    uint Permille999,
    uint Longest,
    IReadOnlyList<LatenessBucket> Buckets)
{
    /// <summary>Latest that any window may begin.</summary>
    public const uint Goal = 2000;

    private const int FirstBucket = 9;

    /// <summary>The lines of the meter.</summary>
    /// <exception cref="InvalidDataException">One of them has another form, or there is none.</exception>
    public static IReadOnlyList<Lateness> Read(IEnumerable<string> lines)
    {
        Lateness[] rows = [.. lines.Where(line => line.StartsWith("late ", StringComparison.Ordinal)).Select(ReadLine)];
        return rows.Length != 0 ? rows : throw new InvalidDataException("the meter wrote nothing");
    }

    // late PLACE CRIME MISSED LEAST MEDIAN 99% 99.9% LONGEST BELOWxCOUNT...
    private static Lateness ReadLine(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > FirstBucket
            ? new Lateness(
                words[1],
                words[2],
                Number(words[3], line),
                Number(words[5], line),
                Number(words[6], line),
                Number(words[7], line),
                Number(words[8], line),
                [.. words[FirstBucket..].Select(word => BucketOf(word, line))])
            : throw new InvalidDataException($"'{line}' is no measurement");
    }

    private static LatenessBucket BucketOf(string word, string line) =>
        word.Split('x') is [string below, string count]
            ? new LatenessBucket(Number(below, line), Number(count, line))
            : throw new InvalidDataException($"'{line}' is no measurement");

    private static uint Number(string word, string line) =>
        uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw new InvalidDataException($"'{line}' is no measurement");
}

/// <summary>Windows that were late by less than <paramref name="Below"/> ticks, but by no more than 64 less.</summary>
/// <param name="Below">The bound.</param>
/// <param name="Count">How many there were.</param>
internal readonly record struct LatenessBucket(uint Below, uint Count);
