// The words of an enum: its doc comments, read from the kernel source that this library carries.
using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroHV.Machines;

/// <summary>
/// Numbers in the kernel, words in the tool, and both written once: the sentence of a member is its doc comment. The
/// source file is
/// carried as a resource, so that the words are those of the kernel this tool was built with.
/// </summary>
public sealed partial class SourceWords
{
    private readonly Dictionary<ulong, MemberWords> _members;

    private SourceWords(Dictionary<ulong, MemberWords> members) => _members = members;

    /// <summary>The members by value.</summary>
    public IReadOnlyDictionary<ulong, MemberWords> Members => _members;

    /// <summary>Reads the words of an enum that lies in a file of its own.</summary>
    /// <param name="enumName">Name of the enum and of its file.</param>
    public static SourceWords Of(string enumName)
    {
        using Stream? stream = typeof(SourceWords).Assembly.GetManifestResourceStream($"words/{enumName}");
        if (stream is null)
        {
            throw new ArgumentException($"This tool carries no words for {enumName}.", nameof(enumName));
        }

        using StreamReader reader = new(stream);
        return Parse(enumName, reader.ReadToEnd());
    }

    /// <summary>The words of a value; for a value that no member has, its number.</summary>
    /// <param name="value">The value.</param>
    public MemberWords For(ulong value) =>
        _members.GetValueOrDefault(
            value) ?? new MemberWords($"0x{value:X4}", "A number that this tool has no words for.");

    /// <summary>Reads the words from C# source.</summary>
    /// <param name="enumName">Name of the enum.</param>
    /// <param name="source">The source.</param>
    public static SourceWords Parse(string enumName, string source)
    {
        Match declaration = Regex.Match(
            source,
            $@"\benum\s+{enumName}\b[^{{]*\{{(?<body>.*?)^\}}",
            RegexOptions.Singleline | RegexOptions.Multiline);
        if (!declaration.Success)
        {
            throw new ArgumentException($"The source has no enum {enumName}.", nameof(source));
        }

        Dictionary<ulong, MemberWords> members = [];
        ulong next = 0;
        foreach (Match member in Member().Matches(declaration.Groups["body"].Value))
        {
            ulong value = member.Groups["value"].Success ? Number(member.Groups["value"].Value) : next;
            members[value] = new MemberWords(member.Groups["name"].Value, Plain(member.Groups["summary"].Value));
            next = value + 1;
        }

        return new SourceWords(members);
    }

    private static ulong Number(string text)
    {
        Match bit = Bit().Match(text);
        if (bit.Success)
        {
            return 1ul << int.Parse(bit.Groups["number"].Value, CultureInfo.InvariantCulture);
        }

        string digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.Parse(digits[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : ulong.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static string Plain(string summary)
    {
        string text = CommentStart().Replace(summary, " ");
        text = Reference().Replace(text, match => match.Groups["name"].Value.Split('.')[^1]);
        text = Tag().Replace(text, string.Empty);
        return Blanks().Replace(System.Net.WebUtility.HtmlDecode(text), " ").Trim();
    }

    [GeneratedRegex(
        @"///\s*<summary>(?<summary>.*?)</summary>\s*(?<name>\w+)\s*"
        + @"(=\s*(?<value>1[uUlL]*\s*<<\s*[0-9]+|0[xX][0-9A-Fa-f_]+|[0-9_]+))?\s*(,|\z)",
        RegexOptions.Singleline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^1[uUlL]*\s*<<\s*(?<number>[0-9]+)$")]
    private static partial Regex Bit();

    [GeneratedRegex(@"\s*///\s*")]
    private static partial Regex CommentStart();

    [GeneratedRegex("""<(see|paramref|typeparamref)\s+(cref|name|langword)="(?<name>[^"]*)"\s*/>""")]
    private static partial Regex Reference();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
