// One file of the repository.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

/// <summary>A file with its text, and with its code alone.</summary>
/// <param name="Path">Relative to the root, with '/'.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The lines.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>The text of a C# file without comments and without what stands in literals.</summary>
    public string Code => _code ??= CommentOrLiteral.Replace(Text, found => found.Value[0] == '/' ? " " : "\"\"");

    /// <summary>Names of the types that a C# file declares outside of other types.</summary>
    public IEnumerable<string> DeclaredTypes => TypeDeclaration.Matches(Code).Select(found => found.Groups[1].Value);

    /// <summary>The namespace of a C# file; empty if it has none.</summary>
    public string Namespace => NamespaceLine.Match(Code).Groups[1].Value;

    /// <inheritdoc/>
    public override string ToString() => Path;

    // Raw and verbatim literals first: in them a backslash is nothing special.
    [GeneratedRegex("""""
        //[^\n]* | /\*.*?\*/ | \$*""".*?"""+ | \$?@\$?"(?:[^"]|"")*" | \$?"(?:\\.|[^"\\\n])*" | '(?:\\[^']+|[^'\\\n])'
        """"", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrLiteral { get; }

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|unsafe|partial|ref)\s+)*(?:record\s+struct|class|struct|enum|interface|record|delegate\s+[\w<>\[\]]+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration { get; }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine { get; }
}
