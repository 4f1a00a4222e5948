// Writes the tables of docs/system-toml.md.
using System.Text.RegularExpressions;
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>The reference page of descriptions: its own prose, and between marks the tables that sections make.</summary>
internal static partial class SystemTomlPage
{
    /// <summary>The page <paramref name="page"/> with its tables written anew.</summary>
    public static string Write(string page) => Marked().Replace(page, match =>
    {
        string table = ReferenceTables.All[match.Groups["name"].Value];
        return $"<!-- {match.Groups["name"].Value} -->\n{table}<!-- end -->";
    });

    /// <summary>The names of the tables that <paramref name="page"/> shows.</summary>
    public static IEnumerable<string> TablesOf(string page) =>
        Marked().Matches(page).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"<!-- (?<name>[\w ]+) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
