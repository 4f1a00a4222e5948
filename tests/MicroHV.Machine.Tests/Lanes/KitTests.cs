// The kits do the same in both languages, on every lane: in the examples, and at their bounds.
using MicroHV.Image;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// In a system of <see cref="_folders"/>, every partition stands twice: <c>NAME-c</c> and <c>NAME-csharp</c>. What both
/// have to say is in the system's expected.txt, each line behind <c>NAME | </c>.
/// </summary>
[Trait("Category", "Machine")]
public sealed class KitTests
{
    private const string Mark = " | ";

    private static readonly string[] _folders = ["partitions/examples", "tests/kits"];
    private static readonly string[] _languages = ["c", "csharp"];

    /// <summary>Every system on every direct lane.</summary>
    public static TheoryData<string, string> Runs =>
        [.. Systems().SelectMany(_ => Lane.Direct, (system, lane) => (system, lane.Name))];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_system_says_what_it_should_in_both_languages(string system, string lane)
    {
        RunReport report = await SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), system);
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
        Dictionary<string, string> expected = Expected(system)
            .SelectMany(_ => _languages, (role, language) => (Name: $"{role.Key}-{language}", Text: Text(role)))
            .ToDictionary(partition => partition.Name, partition => partition.Text);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Names(report));
        Assert.All(report.Partitions, partition => Assert.Equal(expected[partition.Name], partition.Console));
    }

    private static IEnumerable<string> Names(RunReport report) =>
        report.Partitions.Select(partition => partition.Name).Order(StringComparer.Ordinal);

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + '\n'));

    private static ILookup<string, string> Expected(string system) =>
        File.ReadLines(Path.Combine(Repository.Root, system, "expected.txt"))
            .Select(line => line.Split(Mark, 2))
            .ToLookup(parts => parts[0], parts => parts[1]);

    private static IEnumerable<string> Systems() =>
        _folders
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder))
            .Order(StringComparer.Ordinal);
}
