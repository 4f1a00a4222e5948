// A page of prose that has generated tables in it.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>
/// A table stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- end --&gt;</c>, each on a line of its own; the rest of the
/// page is its author's.
/// </summary>
internal static partial class MarkedPage
{
    /// <summary>The page <paramref name="page"/> with its tables written anew.</summary>
    /// <param name="page">The page.</param>
    /// <param name="table">The table of a name, lines that end with line feeds.</param>
    public static string Write(string page, Func<string, string> table) => Marked().Replace(page, match =>
    {
        string name = match.Groups["name"].Value;
        return $"<!-- {name} -->\n{table(name)}<!-- end -->";
    });

    /// <summary>The names of the tables that <paramref name="page"/> shows.</summary>
    public static IEnumerable<string> TablesOf(string page) =>
        Marked().Matches(page).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"<!-- (?<name>[\w ]+) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
