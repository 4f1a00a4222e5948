// Reads the doc comments of room Abi, so that a C header and a page can carry the same words.
using System.Net;
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
    public string? Find(string name) => _summaries.TryGetValue(name, out string? summary) ? Text(summary, code: "") : null;

    /// <summary>The same as <see cref="Find"/> in Markdown: code and names of members are marked as such.</summary>
    public string? FindMarkdown(string name) =>
        _summaries.TryGetValue(name, out string? summary) ? Text(summary, code: "`") : null;

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

    private static string Text(string summary, string code)
    {
        string text = CommentStart().Replace(summary, " ");
        text = Reference().Replace(text, match => $"{code}{match.Groups["name"].Value}{code}");
        text = CodeTag().Replace(text, code);
        text = Tag().Replace(text, "");
        return Blanks().Replace(WebUtility.HtmlDecode(text), " ").Trim();
    }

    // A summary, then what it is of: a type, or the last word before '=', ';', ',', '[' or the end of the line.
    [GeneratedRegex(
        @"///\s*<summary>(?<summary>.*?)</summary>\s*(?:\[(?!FieldOffset)[^\]]*\]\s*)*"
        + @"(?:public\s+(?:static\s+|unsafe\s+)*(?<kind>struct|enum|class)\s+(?<name>\w+)"
        + @"|[^\n]*?(?<name>\w+)\s*(?:=|;|,|\[[^\n]*\];))",
        RegexOptions.Singleline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"\s*///\s*")]
    private static partial Regex CommentStart();

    [GeneratedRegex("""<(?:see|paramref)\s+(?:cref|name)="(?<name>[^"]*)"\s*/>""")]
    private static partial Regex Reference();

    [GeneratedRegex("</?c>")]
    private static partial Regex CodeTag();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
