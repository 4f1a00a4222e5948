// The figures as tables of text, for a terminal and for a page alike.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>A table: its title, its headings and its rows.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Headings">One for each column.</param>
/// <param name="Rows">Cells of text.</param>
internal sealed record FigureTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows);

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

    private static readonly Dictionary<string, string> _handlers = new()
    {
        ["cpuid_0"] = "Exits/CpuidExit.",
        ["cpuid_1"] = "Exits/CpuidExit.",
        ["vmcall"] = "Exits/HypercallExit.",
        ["vmmcall"] = "Exits/HypercallExit.",
        ["rdmsr_efer"] = "Exits/MsrExit.",
        ["in_absent_port"] = "Exits/PortIoExit.",
    };

    /// <summary>Every table, in the order in which they are read.</summary>
    public static IEnumerable<FigureTable> Of(IReadOnlyList<LaneFigures> lanes)
    {
        yield return Trips(lanes);
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
                    [row, .. lanes.Select(lane => Number(lane.Trips.Single(trip => _titles[trip.Name] == row).Instructions))]),
                ["goal: at most", .. lanes.Select(lane => lane.Goal is { } goal ? Number(goal) : "none")],
            ]);
    }

    private static FigureTable Boot(IReadOnlyList<LaneFigures> lanes) => new(
        "Boot of partitions/demo, in instructions, and the kernel's size",
        ["", .. lanes.Select(lane => lane.Title), "goal: at most"],
        [
            Row("checksums of the blob", lanes, boot => boot.Checksums, null),
            Row("measuring the clocks", lanes, boot => boot.Calibration, null),
            Row("all else until the partitions are loaded", lanes, boot => boot.Rest, BootFigures.RestGoal),
            Row("code and data, bytes", lanes, boot => boot.CodeAndDataSizeBytes, BootFigures.CodeAndDataGoal),
            Row("image with tables and stacks, bytes", lanes, boot => boot.ImageSizeBytes, null),
            Row("image, blob and frames in use, bytes", lanes, boot => boot.RamSizeBytes, BootFigures.RamGoal),
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

    // Each handler once, named by the first trip that it answers.
    private static IEnumerable<(string Title, ExitProfile Profile)> ProfilesOf(LaneFigures lane) => lane.Trips
        .Select(trip => (
            Trip: trip,
            Profile: lane.Profiles.FirstOrDefault(
                profile => profile.Handler.StartsWith(_handlers[trip.Name], StringComparison.Ordinal))))
        .Where(item => item.Profile is not null)
        .DistinctBy(item => item.Profile!.Handler)
        .Select(item => (_titles[item.Trip.Name], item.Profile!));

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
