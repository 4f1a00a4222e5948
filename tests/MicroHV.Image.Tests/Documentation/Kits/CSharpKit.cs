// What the C# kit offers, read from its sources.
using System.Text.RegularExpressions;
using MicroHV.Gates.Layouts;

namespace MicroHV.Image.Tests.Documentation.Kits;

/// <summary>Reads the public members of the kit's public types, with their summaries.</summary>
internal static partial class CSharpKit
{
    // A summary, further elements of the comment, attributes.
    private const string Documented =
        @"/// <summary>(?<summary>(?:(?!</summary>).)*)</summary>\n(?:^ *(?:///|\[)[^\n]*\n)*";

    /// <summary>The members, by type in the order of names, in the order of the sources within one.</summary>
    public static IReadOnlyList<KitMember> Members { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "partitions", "kits", "csharp"), "*.cs")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(File.ReadAllText(file))),
    ];

    private static IEnumerable<KitMember> Read(string source)
    {
        if (PublicType().Match(source) is not { Success: true } type)
        {
            yield break;
        }

        string typeName = type.Groups["name"].Value;
        Match[] members = PublicMember().Matches(source).ToArray();
        if (type.Groups["kind"].Value == "struct")
        {
            string[] fields = [.. members.Where(IsField).SelectMany(FieldNames)];
            yield return new KitMember(typeName, typeName, $"struct {typeName}", Summary(type), fields);
        }

        foreach (Match member in members.Where(member => !IsField(member)))
        {
            string declaration = Modifiers().Replace(member.Groups["declaration"].Value, "").Trim();
            string name = MemberName().Match(declaration).Groups["name"].Value;
            yield return new KitMember(typeName, $"{typeName}.{name}", declaration, Summary(member), []);
        }
    }

    private static bool IsField(Match member) =>
        member.Groups["end"].Value == ";" && !member.Groups["declaration"].Value.EndsWith(')');

    // `ulong Rax, Rbx`
    private static IEnumerable<string> FieldNames(Match field) =>
        field.Groups["declaration"].Value.Split(", ").Select(part => part.Split(' ')[^1]);

    private static string Summary(Match match) => SummaryText.Markdown(match.Groups["summary"].Value);

    [GeneratedRegex(
        Documented + @"^public (?:(?:static|readonly|unsafe|ref) )*(?<kind>class|struct) (?<name>\w+)",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(
        Documented + @"^ {4}public (?<declaration>[^\n({=;]+(?:\([^)\n]*\))?)(?<end>[^\n]*)$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex PublicMember();

    [GeneratedRegex(@"\b(?:static|extern|const|readonly) ")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"(?<name>\w+)(?:<\w+>)?(?:\(|$)")]
    private static partial Regex MemberName();
}
