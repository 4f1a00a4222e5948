// What the C kit offers, read from its header.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation.Kits;

/// <summary>
/// Reads <c>microhv.h</c>: a comment, and behind it what it is about; <c>/* --- heading --- */</c> begins a section.
/// </summary>
internal static partial class CKit
{
    /// <summary>Its functions, structs and constants, in the order of the header.</summary>
    public static IReadOnlyList<KitMember> Members { get; } =
        [.. Read(File.ReadAllText(Path.Combine(Repository.Root, "partitions", "kits", "c", "microhv.h")))];

    private static IEnumerable<KitMember> Read(string header)
    {
        string section = "";
        foreach (Match match in Commented().Matches(header))
        {
            string comment = Text(match.Groups["comment"].Value);
            string declaration = Blanks().Replace(Attribute().Replace(match.Groups["declaration"].Value, ""), " ").Trim();
            string fields = match.Groups["fields"].Value;
            bool isType = match.Groups["fields"].Success;
            if (Heading().Match(comment) is { Success: true } heading)
            {
                section = heading.Groups["name"].Value;
            }
            else if (isType && declaration.StartsWith("enum ", StringComparison.Ordinal))
            {
                foreach (Match constant in Constant().Matches(fields))
                {
                    string name = constant.Groups["name"].Value;
                    yield return new KitMember(section, name, name, Text(constant.Groups["comment"].Value), []);
                }
            }
            else if (isType)
            {
                string[] names =
                [
                    .. Field().Matches(fields)
                        .SelectMany(field => field.Groups["name"].Captures)
                        .Select(capture => capture.Value),
                ];
                yield return new KitMember(section, declaration, declaration, comment, names);
            }
            else if (FunctionName().Match(declaration) is { Success: true } function)
            {
                yield return new KitMember(section, function.Value, declaration, comment, []);
            }
        }
    }

    private static string Text(string comment) =>
        OwnName().Replace(Blanks().Replace(LineStart().Replace(comment, " "), " ").Trim(), "`$0`");

    // A comment; then a heading's empty line, or a declaration up to its semicolon or its fields.
    [GeneratedRegex(
        @"^/\*(?<comment>.*?)\*/\n(?:\n|(?<declaration>[^;{]*)(?:\{\n(?<fields>.*?)^\})?;)",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Commented();

    [GeneratedRegex(@"^--- (?<name>.*) ---$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"/\*(?<comment>.*?)\*/\s*(?<name>\w+) = ", RegexOptions.Singleline)]
    private static partial Regex Constant();

    [GeneratedRegex(@"^ +uint\d+_t (?:(?<name>\w+)(?:, )?)+;", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"\bmhv_\w+(?=\()")]
    private static partial Regex FunctionName();

    // One that the comment has not marked as code itself.
    [GeneratedRegex(@"(?<![`\w])(?:mhv|MHV)_\w+(?:\(\))?")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"__attribute__\(\(.*?\)\)\)\s")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\n \*(?!/)")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
