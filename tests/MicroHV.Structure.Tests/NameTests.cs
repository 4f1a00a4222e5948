// Names: none that says nothing.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class NameTests
{
    private static readonly string[] _bannedInTypes =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Misc", "Info", "Data", "Base", "Impl", "New", "Old"];

    // A member may be the base of a segment, or a segment of data, or the new one of two.
    private static readonly string[] _bannedInMembers =
        [.. _bannedInTypes.Except(["Base", "Data", "New", "Old"])];

    // Words of others: interfaces that .NET and the compiler dictate (kernel/Runtime), and registers' and fields' own names.
    private static readonly string[] _dictated =
    [
        "SpanHelpers", "ThrowHelpers", "RuntimeHelpers", "ExitInfo1", "ExitInfo2", "ExitIntInfo",
    ];

    private static IEnumerable<SourceFile> Sources =>
        Repository.Files("", ".cs").Where(file => !file.Path.StartsWith("kernel/Runtime/", StringComparison.Ordinal));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Assert.Empty(Banned(AnyType, _bannedInTypes));

    [Fact]
    public void No_file_has_a_name_that_says_nothing()
    {
        foreach (SourceFile file in Repository.Files("", ".cs", ".asm", ".c", ".h", ".S"))
        {
            string name = Path.GetFileNameWithoutExtension(file.Path);
            bool isBanned = IsBanned(name, _bannedInTypes) || name.Split('_', '.').Any(word =>
                _bannedInTypes.Contains(word, StringComparer.OrdinalIgnoreCase));
            Assert.False(isBanned && !_dictated.Contains(name), file.Path);
        }
    }

    [Fact]
    public void No_member_has_a_name_that_says_nothing() => Assert.Empty(Banned(Member, _bannedInMembers));

    [Fact]
    public void A_file_is_named_for_its_first_public_type()
    {
        foreach (SourceFile file in Repository.Files("kernel/", ".cs")
            .Concat(Repository.Files("qemu/MicroHV.Model/", ".cs"))
            .Where(file => !file.Path.StartsWith("kernel/Runtime/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(file.Path);
            string[] types = [.. file.DeclaredTypes];
            bool isOneOfItsTypes = types.Contains(name);

            // Manual words: ControlRegister.cs has CR0 and CR4, DebugRegister.cs DR6 and DR7.
            bool isGroup = types.All(type => type.Length <= 6 && type.All(char.IsAsciiLetterOrDigit))
                || name is "ControlRegister" or "DebugRegister" or "Rflags" or "Efer";
            Assert.True(isOneOfItsTypes || isGroup, $"{file} declares {string.Join(", ", types)}");
        }
    }

    private static IEnumerable<string> Banned(Regex declaration, string[] banned) =>
        from file in Sources
        from found in declaration.Matches(file.Code)
        let name = found.Groups[1].Value
        where IsBanned(name, banned) && !_dictated.Contains(name)
        select $"{file} declares {name}";

    private static bool IsBanned(string name, string[] banned) => Word.Matches(name).Any(word => banned.Contains(word.Value));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|readonly|unsafe|partial|ref)\s+)*(?:record\s+struct|class|struct|enum|interface|record)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex AnyType { get; }

    [GeneratedRegex(@"^\s+(?:\[[^\]\n]*\]\s*)*(?:public|internal|private|protected)\s+(?!override)(?:[\w<>\[\],.?*()]+\s+)+(\w+)\s*(?:[=;({]|$)", RegexOptions.Multiline)]
    private static partial Regex Member { get; }
}
