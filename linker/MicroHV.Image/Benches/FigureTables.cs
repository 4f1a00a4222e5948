// The figures as tables of text, for a terminal and for a page alike.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>A table: its title, its headings and its rows.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Headings">One for each column.</param>
/// <param name="Rows">Cells of text.</param>
internal sealed record FigureTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether a column has numbers, which stand to the right, rather than words.</summary>
    public bool IsOfNumbers(int column) => Rows.Any(row => row[column].Length > 0 && char.IsAsciiDigit(row[column][0]));
}

/// <summary>Makes the tables.</summary>
internal static class FigureTables
{
    private static readonly Dictionary<string, string> _titles = new()
    {
        ["cpuid_0"] = "CPUID leaf 0",
        ["cpuid_1"] = "CPUID leaf 1",
        ["vmcall"] = "empty hypercall",
        ["vmmcall"] = "empty hypercall",
        ["rdmsr_efer"] = "RDMSR of EFER",
        ["in_absent_port"] = "IN from an absent port",
    };

    /// <summary>Every table, in the order in which they are read.</summary>
    public static IEnumerable<FigureTable> Of(IReadOnlyList<LaneFigures> lanes)
    {
        yield return Trips(lanes);
        yield return Records(lanes);
        yield return Switches(lanes);
        yield return Worst(lanes);
        yield return Unstarted();
        yield return Boot(lanes);
        foreach (LaneFigures lane in lanes.Where(lane => lane.Profiles.Count > 0))
        {
            yield return Counts(lane);
            yield return Functions(lane);
        }
    }

    private static FigureTable Trips(IReadOnlyList<LaneFigures> lanes)
    {
        IEnumerable<string> rows = lanes.SelectMany(lane => lane.Trips).Select(trip => _titles[trip.Name]).Distinct();
        return new FigureTable(
            "Round trips as a guest sees them, in instructions",
            ["", .. lanes.Select(lane => lane.Title)],
            [
                .. rows.Select(row => (IReadOnlyList<string>)
                    [row, .. lanes.Select(lane => Number(InstructionsOf(lane.Trips, row)))]),
                ["goal: at most", .. lanes.Select(lane => lane.Goal is { } goal ? Number(goal) : "none")],
            ]);
    }

    private static FigureTable Records(IReadOnlyList<LaneFigures> lanes)
    {
        IEnumerable<string> rows = lanes.SelectMany(lane => lane.Trips).Select(trip => _titles[trip.Name]).Distinct();
        return new FigureTable(
            "What a record of the trace adds to a round trip, in instructions",
            ["", .. lanes.Select(lane => lane.Title)],
            [
                .. rows.Select(row => (IReadOnlyList<string>)
                [
                    row,
                    .. lanes.Select(lane => Number(InstructionsOf(lane.TracedTrips, row) - InstructionsOf(lane.Trips, row))),
                ]),
            ]);
    }

    private static uint InstructionsOf(IReadOnlyList<Trip> trips, string title) =>
        trips.Single(trip => _titles[trip.Name] == title).Instructions;

    private static FigureTable Switches(IReadOnlyList<LaneFigures> lanes) => new(
        "From one partition to the next, in instructions",
        ["", .. lanes.Select(lane => lane.Title)],
        [["partition switch, as its two guests see it", .. lanes.Select(lane => Number(lane.Switch))]]);

    private static FigureTable Worst(IReadOnlyList<LaneFigures> lanes) => new(
        "Worst cases of what a guest can ask for, in instructions",
        ["", .. lanes.Select(lane => lane.Title), "bound", "exit"],
        [
            .. Bound.All.Where(bound => lanes.Any(lane => CaseOf(lane, bound) is not null)).Select(bound =>
                (IReadOnlyList<string>)
                [
                    bound.Title,
                    .. lanes.Select(lane => CaseOf(lane, bound) is { } each ? Number(each.Instructions) : "none"),
                    Number(bound.Instructions),
                    string.Join(", ", bound.Kinds),
                ]),
        ]);

    private static WorstCase? CaseOf(LaneFigures lane, Bound bound) =>
        lane.Worst.SingleOrDefault(each => each.Name == bound.Name);

    private static FigureTable Unstarted() => new(
        "Exits that no guest can start",
        ["exit", "why"],
        [.. Bound.Unstarted.Select(each => (IReadOnlyList<string>)[$"{each.Key}", each.Value])]);

    private static FigureTable Boot(IReadOnlyList<LaneFigures> lanes) => new(
        "Boot of partitions/demo, in instructions, and the kernel's size",
        ["", .. lanes.Select(lane => lane.Title), "goal: at most"],
        [
            Row("checksums of the blob", lanes, boot => boot.Checksums, null),
            Row("measuring the clocks", lanes, boot => boot.Calibration, null),
            Row("all else until the partitions are loaded", lanes, boot => boot.Rest, null),
            Row("sleep until major frame 0, in ticks", lanes, boot => boot.Sleep, null),
            Row("major frame 0 to main of the first partition", lanes, boot => boot.FirstEntry, null),
            Row(
                "entry to main, without checksums and clocks",
                lanes,
                boot => boot.ToPartition,
                BootFigures.ToPartitionGoal),
            Row("code and data, bytes", lanes, boot => boot.CodeAndDataSizeBytes, BootFigures.CodeAndDataGoal),
            Row("image with tables and stacks, bytes", lanes, boot => boot.ImageSizeBytes, null),
            Row("image, blob and frames in use, bytes", lanes, boot => boot.UsedRamSizeBytes, null),
            Row("image, blob and all frames, bytes", lanes, boot => boot.RamSizeBytes, BootFigures.RamGoal),
        ]);

    private static IReadOnlyList<string> Row(
        string name, IReadOnlyList<LaneFigures> lanes, Func<BootFigures, ulong> value, ulong? goal) =>
        [name, .. lanes.Select(lane => Number(value(lane.Boot))), goal is { } limit ? Number(limit) : string.Empty];

    private static FigureTable Counts(LaneFigures lane) => new(
        $"{lane.Title}: what the kernel executes from an exit to the next entry",
        ["", "instructions", "VMREAD, VMWRITE", "MSR", "CR", "flush"],
        [
            .. ProfilesOf(lane).Select(item => (IReadOnlyList<string>)
            [
                item.Title,
                Number((ulong)item.Profile.Instructions),
                Number((ulong)item.Profile.VmcsAccesses),
                Number((ulong)item.Profile.MsrAccesses),
                Number((ulong)item.Profile.ControlRegisterAccesses),
                Number((ulong)item.Profile.Flushes),
            ]),
        ]);

    private static FigureTable Functions(LaneFigures lane)
    {
        (string Title, ExitProfile Profile)[] profiles = [.. ProfilesOf(lane)];
        IEnumerable<string> functions = profiles
            .SelectMany(item => item.Profile.ByFunction)
            .GroupBy(item => item.Key)
            .OrderByDescending(group => group.Max(item => item.Value))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key);
        return new FigureTable(
            $"{lane.Title}: the same by function",
            ["", .. profiles.Select(item => item.Title)],
            [
                .. functions.Select(function => (IReadOnlyList<string>)
                    [function, .. profiles.Select(item => CountOf(item.Profile, function))]),
            ]);
    }

    private static string CountOf(ExitProfile profile, string function)
    {
        int count = profile.ByFunction.FirstOrDefault(item => item.Key == function).Value;
        return count == 0 ? string.Empty : Number((ulong)count);
    }

    private static IEnumerable<(string Title, ExitProfile Profile)> ProfilesOf(LaneFigures lane) =>
        lane.Profiles.Select(profile => (_titles[profile.Trip], profile));

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
