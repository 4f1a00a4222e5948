// The conformance guests, as their sources describe them.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation.Guests;

/// <summary>One GUEST(name) of tests/guests and the comment before it.</summary>
/// <param name="Name">Its name as a partition's arguments say it, with hyphens.</param>
/// <param name="Sentence">What must hold; empty if no comment stands before it.</param>
/// <param name="Sources">Where that stands: manuals with titles, or pages of this documentation.</param>
/// <param name="Subject">What its file is about.</param>
internal sealed partial record ConformanceGuest(
    string Name, string Sentence, IReadOnlyList<string> Sources, string Subject)
{
    /// <summary>All of them, by file and in the order of the files.</summary>
    public static IReadOnlyList<ConformanceGuest> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "guests"), "*.c")
            .Order(StringComparer.Ordinal)
            .SelectMany(Read),
    ];

    private static IEnumerable<ConformanceGuest> Read(string path)
    {
        string text = File.ReadAllText(path);
        string subject = Subjects().Match(text).Groups["subject"].Value;
        foreach (Match guest in Guests().Matches(text))
        {
            string comment = LineBreak().Replace(guest.Groups["comment"].Value, " ").Trim();
            Match first = Source().Match(comment);
            yield return new ConformanceGuest(
                guest.Groups["name"].Value.Replace('_', '-'),
                (first.Success ? comment[..first.Index] : comment).Trim(),
                [.. Source().Matches(comment).Select(match => match.Value)],
                subject);
        }
    }

    [GeneratedRegex(@"\A/\* (?<subject>[^:*]+): ")]
    private static partial Regex Subjects();

    [GeneratedRegex(@"(?:/\*(?<comment>(?:(?!\*/).)*)\*/\n)?GUEST\((?<name>\w+)\)\n\{", RegexOptions.Singleline)]
    private static partial Regex Guests();

    [GeneratedRegex(@"\n\s*\*?\s*")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"(?:(?:SDM [1-4][A-D]?|APM [1-6]), ""[^""]+""(?:,? and ""[^""]+"")*)|docs/[\w-]+\.md")]
    private static partial Regex Source();
}
