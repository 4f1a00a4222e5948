// The examples of the kits do the same in both languages, on every lane.
using MicroHV.Image;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// An example is a system in which every partition stands twice: <c>NAME-c</c> and <c>NAME-csharp</c>. What both have to
/// say is in its expected.txt, a line behind <c>NAME | </c>.
/// </summary>
[Trait("Category", "Machine")]
public sealed class KitExampleTests
{
    private const string Folder = "partitions/examples";
    private const string Mark = " | ";

    private static readonly string[] _languages = ["c", "csharp"];

    /// <summary>Every example on every direct lane.</summary>
    public static TheoryData<string, string> Runs =>
        [.. Names().SelectMany(_ => Lane.Direct, (example, lane) => (example, lane.Name))];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_example_says_what_it_should_in_both_languages(string example, string lane)
    {
        RunReport report = await SystemRuns.ReportAsync(
            Lane.Direct.Single(item => item.Name == lane), $"{Folder}/{example}");
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
        Assert.Equal(
            Expected(example).SelectMany(_ => _languages, (role, language) => ($"{role.Key}-{language}", Text(role))),
            report.Partitions.Select(partition => (partition.Name, partition.Console)));
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + '\n'));

    private static ILookup<string, string> Expected(string example) =>
        File.ReadLines(Path.Combine(Repository.Root, Folder, example, "expected.txt"))
            .Select(line => line.Split(Mark, 2))
            .ToLookup(parts => parts[0], parts => parts[1]);

    private static IEnumerable<string> Names() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, Folder))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);
}
