// The kits do the same in both languages, on every lane: in the examples, and at their bounds.
using System.Globalization;
using System.Text.RegularExpressions;
using MicroHV.Image;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// In a system of <see cref="_folders"/>, every partition stands twice: <c>NAME-c</c> and <c>NAME-csharp</c>. The system's
/// expected.txt has what both say, each line behind <c>NAME | </c>, in which <c>…</c> may be anything, and
/// <c>NAME * exit code N</c> if that is not 0.
/// </summary>
[Trait("Category", "Machine")]
public sealed partial class KitTests
{
    private const string Anything = "…";

    private static readonly string[] _folders = ["partitions/examples", "tests/kits"];
    private static readonly string[] _languages = ["c", "csharp"];

    /// <summary>Every system on every direct lane.</summary>
    public static TheoryData<string, string> Runs =>
        [.. Systems().SelectMany(_ => Lane.Direct, (system, lane) => (system, lane.Name))];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_system_says_what_it_should_in_both_languages(string system, string lane)
    {
        ILookup<string, Match> expected = Expected(system);
        RunReport report = await SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), system);
        Assert.Equal(
            expected.SelectMany(_ => _languages, (role, language) => $"{role.Key}-{language}").Order(StringComparer.Ordinal),
            report.Partitions.Select(partition => partition.Name).Order(StringComparer.Ordinal));
        Assert.All(report.Partitions, partition => AssertEnd(expected[RoleOf(partition)], partition));
        Assert.All(report.Partitions, partition => AssertText(expected[RoleOf(partition)], partition));
    }

    private static void AssertEnd(IEnumerable<Match> lines, PartitionReport partition)
    {
        Match? end = lines.SingleOrDefault(line => line.Groups["code"].Success);
        ulong code = end is null ? 0 : ulong.Parse(end.Groups["code"].Value, CultureInfo.InvariantCulture);
        Assert.True(partition.Errors.Count == 0 || partition.RestartCount != 0, partition.Name);
        Assert.Equal(code, partition.ExitCode);
    }

    private static void AssertText(IEnumerable<Match> lines, PartitionReport partition)
    {
        string text = string.Concat(
            lines.Where(line => line.Groups["text"].Success).Select(line => line.Groups["text"].Value + '\n'));
        if (text.Contains(Anything, StringComparison.Ordinal))
        {
            Assert.Matches($@"\A{string.Join("[^\n]*", text.Split(Anything).Select(Regex.Escape))}\z", partition.Console);
        }
        else
        {
            Assert.Equal(text, partition.Console);
        }
    }

    private static string RoleOf(PartitionReport partition) => partition.Name[..partition.Name.LastIndexOf('-')];

    private static ILookup<string, Match> Expected(string system) =>
        File.ReadLines(Path.Combine(Repository.Root, system, "expected.txt"))
            .Select(line => ExpectedLine().Match(line))
            .ToLookup(line => line.Groups["role"].Value);

    private static IEnumerable<string> Systems() =>
        _folders
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^(?<role>[\w-]+) (?:\| (?<text>.*)|\* exit code (?<code>\d+))$")]
    private static partial Regex ExpectedLine();
}
