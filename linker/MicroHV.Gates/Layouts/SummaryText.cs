// The words of a doc comment.
using System.Net;
using System.Text.RegularExpressions;

namespace MicroHV.Gates.Layouts;

/// <summary>Makes text of what stands between <c>&lt;summary&gt;</c> and its end.</summary>
public static partial class SummaryText
{
    /// <summary>Plain text on one line.</summary>
    public static string Plain(string summary) => Text(summary, code: "");

    /// <summary>Markdown on one line: code and names of members are marked as such.</summary>
    public static string Markdown(string summary) => Text(summary, code: "`");

    private static string Text(string summary, string code)
    {
        string text = CommentStart().Replace(summary, " ");
        text = Reference().Replace(text, match => $"{code}{match.Groups["name"].Value}{code}");
        text = CodeTag().Replace(text, code);
        text = Tag().Replace(text, "");
        return Blanks().Replace(WebUtility.HtmlDecode(text), " ").Trim();
    }

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
