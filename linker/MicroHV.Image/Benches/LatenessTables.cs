// The lateness of windows as tables of text.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>Makes the tables.</summary>
internal static class LatenessTables
{
    private static readonly Dictionary<string, string> _crimes = new()
    {
        ["none"] = "nothing",
        ["exits"] = "CPUID without end",
        ["strings"] = "strings of 4 KiB to a port",
        ["uninterruptible"] = "a loop with interrupts off",
        ["tables"] = "CR3 written at every access",
        ["hypercalls"] = "256 bytes of text without end",
        ["code"] = "code that changes before each exit",
        ["restarts"] = "cold starts without end",
    };

    private static readonly Dictionary<string, string> _places = new()
    {
        ["near"] = ", same CPU",
        ["far"] = ", other CPU",
    };

    /// <summary>Two for each lane: the percentiles, and the whole distribution.</summary>
    public static IEnumerable<FigureTable> Of(IEnumerable<LaneLateness> lanes) =>
        lanes.SelectMany(lane => (FigureTable[])[Percentiles(lane), Distribution(lane)]);

    private static FigureTable Percentiles(LaneLateness lane) => new(
        $"How late windows begin, in instructions: {lane.Title}",
        ["what the neighbour does", "half", "99 %", "99.9 %", "all", "never came"],
        [
            .. lane.Rows.Select(row => (IReadOnlyList<string>)
            [
                NameOf(row), Number(row.Median), Number(row.Percent99), Number(row.Permille999), Number(row.Longest),
                Number(row.Missed),
            ]),
            ["goal: at most", "", "", "", Number(Lateness.Goal), "0"],
        ]);

    private static FigureTable Distribution(LaneLateness lane)
    {
        uint[] bounds = [.. lane.Rows.SelectMany(row => row.Buckets).Select(bucket => bucket.Below).Distinct().Order()];
        return new FigureTable(
            $"How many of 10,000 windows began later than by the number before, but less late than by this: {lane.Title}",
            ["what the neighbour does", .. bounds.Select(bound => Number(bound))],
            [
                .. lane.Rows.Select(row => (IReadOnlyList<string>)
                    [NameOf(row), .. bounds.Select(bound => CountIn(row, bound))]),
            ]);
    }

    private static string CountIn(Lateness row, uint bound)
    {
        uint count = row.Buckets.FirstOrDefault(bucket => bucket.Below == bound).Count;
        return count == 0 ? "" : Number(count);
    }

    private static string NameOf(Lateness row) =>
        _crimes.GetValueOrDefault(row.Crime, row.Crime) + _places.GetValueOrDefault(row.Place, "");

    private static string Number(uint value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
