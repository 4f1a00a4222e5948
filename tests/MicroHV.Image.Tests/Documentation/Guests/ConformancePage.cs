// Writes docs/conformance.md.
using System.Text;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Tests.Documentation.Guests;

/// <summary>What partitions find on every lane: the guests' own sentences, the systems that run them, what differs.</summary>
internal static class ConformancePage
{
    /// <summary>The partitions of the systems in tests/systems, each with its system and the guest that it runs.</summary>
    public static IReadOnlyList<GuestRun> Runs { get; } = [.. ReadRuns()];

    private static readonly IReadOnlyList<Difference> _differences = DifferenceTable.Read();

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        StringBuilder page = new();
        string lanes = string.Join(", ", Lane.Direct.Select(lane => $"`{lane.Name}`"));
        _ = page.Append(
            $"""
            # Conformance

            What a partition may do works as the manuals say, and what it may not do it is stopped for: on VT-x and on SVM, by
            one suite. Each guest below tries one behaviour on every lane: {lanes}. How it must
            end, and what it must write, stands beside its system as `expected.txt`. Where a lane differs, the last column
            names it, and [the table at the end](#differences) says why. This page is generated from `tests/guests`,
            `tests/systems` and `qemu/machines/differences.toml`: `{GeneratedFile.RefreshCommand}` writes it anew.

            """);
        foreach (IGrouping<string, ConformanceGuest> subject in ConformanceGuest.All.GroupBy(guest => guest.Subject))
        {
            _ = page.Append($"\n## {subject.Key}\n\n| Guest | What must hold | Where that stands | System | Not on |\n");
            _ = page.Append("|---|---|---|---|---|\n");
            foreach (ConformanceGuest guest in subject)
            {
                _ = page.Append($"| `{guest.Name}` | {guest.Sentence} | {SourcesOf(guest)} | {SystemsOf(guest)} | {LanesOf(guest)} |\n");
            }
        }

        _ = page.Append("\n## Differences\n\n| Guest | Lane | There | Why |\n|---|---|---|---|\n");
        foreach ((GuestRun run, Difference difference) in Runs
            .SelectMany(run => DifferencesOf(run).Select(difference => (run, difference)))
            .DistinctBy(pair => pair.difference))
        {
            _ = page.Append($"| `{run.Guest}` | `{difference.Lane}` | {difference.Observed} | {difference.Reason} |\n");
        }

        return page.ToString();
    }

    private static string SourcesOf(ConformanceGuest guest) => string.Join(
        "; ",
        guest.Sources.Select(source => source.StartsWith("docs/", StringComparison.Ordinal)
            ? $"[{Path.GetFileNameWithoutExtension(source)}]({source["docs/".Length..]})"
            : source));

    private static string SystemsOf(ConformanceGuest guest) => string.Join(
        ", ", Runs.Where(run => run.Guest == guest.Name).Select(run => $"`{run.System}`").Distinct());

    private static string LanesOf(ConformanceGuest guest) => string.Join(
        ", ",
        Runs.Where(run => run.Guest == guest.Name)
            .SelectMany(DifferencesOf)
            .Select(difference => $"`{difference.Lane}`")
            .Distinct());

    private static IEnumerable<Difference> DifferencesOf(GuestRun run) => _differences.Where(
        difference => difference.Behaviour == run.Partition || difference.Behaviour == $"{run.System}/{run.Partition}");

    private static IEnumerable<GuestRun> ReadRuns()
    {
        string systems = Path.Combine(Repository.Root, "tests", "systems");
        foreach (string folder in Directory.EnumerateDirectories(systems).Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, "system.toml");
            SystemFile description = SystemFileReader.Read(path, File.ReadAllText(path), new Findings(path))!;
            foreach (PartitionSection partition in description.Partitions)
            {
                yield return new GuestRun(
                    Path.GetFileName(folder), partition.Name!.Value.Value, partition.Arguments?.Value.Split(' ')[0] ?? "");
            }
        }
    }
}

/// <summary>A partition that runs a guest.</summary>
/// <param name="System">Folder of its system.</param>
/// <param name="Partition">Its name.</param>
/// <param name="Guest">The guest's name: the first word of its arguments.</param>
internal sealed record GuestRun(string System, string Partition, string Guest);
