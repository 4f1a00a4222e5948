// Reads the doc comments of room Abi, so that a C header and a page can carry the same words.
using System.Text.RegularExpressions;

namespace MicroHV.Gates.Layouts;

/// <summary>Summaries of types and members, read from C# sources.</summary>
public sealed partial class AbiComments
{
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    /// <summary>Reads every file of <paramref name="directory"/>.</summary>
    public static AbiComments Read(string directory)
    {
        AbiComments comments = new();
        foreach (string file in Directory.EnumerateFiles(directory, "*.cs").Order(StringComparer.Ordinal))
        {
            comments.Add(File.ReadAllText(file));
        }

        return comments;
    }

    /// <summary>The summary of a type ("Hypercall") or member ("Hypercall.Yield") as plain text, or null.</summary>
    public string? Find(string name) => _summaries.TryGetValue(name, out string? summary) ? SummaryText.Plain(summary) : null;

    /// <summary>The same as <see cref="Find"/> in Markdown: code and names of members are marked as such.</summary>
    public string? FindMarkdown(string name) =>
        _summaries.TryGetValue(name, out string? summary) ? SummaryText.Markdown(summary) : null;

    private void Add(string source)
    {
        string type = "";
        foreach (Match match in Documented().Matches(source))
        {
            string name = match.Groups["name"].Value;
            bool isType = match.Groups["kind"].Success;
            type = isType ? name : type;
            _summaries[isType ? name : $"{type}.{name}"] = match.Groups["summary"].Value;
        }
    }

    // A summary, then what it is of: a type, or the last word before '=', ';', ',', '[' or the end of the line.
    [GeneratedRegex(
        @"///\s*<summary>(?<summary>.*?)</summary>\s*(?:\[(?!FieldOffset)[^\]]*\]\s*)*"
        + @"(?:public\s+(?:static\s+|unsafe\s+)*(?<kind>struct|enum|class)\s+(?<name>\w+)"
        + @"|[^\n]*?(?<name>\w+)\s*(?:=|;|,|\[[^\n]*\];))",
        RegexOptions.Singleline)]
    private static partial Regex Documented();
}
