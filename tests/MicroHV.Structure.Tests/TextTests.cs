// What every source file has, and what none has.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class TextTests
{
    private const int LongFileLines = 400;

    private static readonly string[] _code = [".cs", ".asm", ".S", ".c", ".h"];

    [Fact]
    public void Every_C_sharp_file_begins_with_a_sentence_that_says_what_it_is()
    {
        foreach (SourceFile file in Repository.Files("", ".cs"))
        {
            string comment = string.Join(
                ' ', file.Lines.TakeWhile(line => line.StartsWith("// ", StringComparison.Ordinal)).Select(line => line[3..]));
            Assert.True(comment.EndsWith('.') || comment.EndsWith('?') || comment.EndsWith('`'), $"{file}: '{comment}'");
        }
    }

    [Fact]
    public void Nothing_is_left_out_by_a_condition_of_the_preprocessor() =>
        Assert.All(Repository.Files("", ".cs"), file => Assert.False(Conditional.IsMatch(file.Code), file.Path));

    [Fact]
    public void Nothing_is_left_for_later()
    {
        foreach (SourceFile file in Repository.Files("", [.. _code, ".md", ".toml", ".ld", ".csproj"]))
        {
            // This file names the words that it looks for.
            bool isThis = file.Path.EndsWith($"{nameof(TextTests)}.cs", StringComparison.Ordinal);
            Assert.False(!isThis && Later.IsMatch(file.Text), $"{file}: {Later.Match(file.Text).Value}");
        }
    }

    [Fact]
    public void No_code_is_commented_out()
    {
        foreach (SourceFile file in Repository.Files("", ".cs"))
        {
            string? dead = file.Lines.FirstOrDefault(line => DeadCode.IsMatch(line));
            Assert.True(dead is null, $"{file}: {dead}");
        }
    }

    [Theory]
    [InlineData("kernel/")]
    [InlineData("qemu/MicroHV.Model/")]
    public void In_the_kernel_and_its_model_using_lines_stand_inside_the_namespace(string folder)
    {
        // The core library's files may have several namespaces, as .NET has them.
        foreach (SourceFile file in Repository.Files(folder, ".cs")
            .Where(file => !file.Path.StartsWith("kernel/Runtime/", StringComparison.Ordinal)))
        {
            int start = file.Code.IndexOf("namespace ", StringComparison.Ordinal);
            int first = UsingLine.Match(file.Code) is { Success: true } found ? found.Index : int.MaxValue;
            Assert.True(start < first, file.Path);
        }
    }

    [Fact]
    public void Only_the_three_files_of_instructions_and_the_core_library_import_assembly()
    {
        string[] importers = [.. Repository.Files("kernel/", ".cs")
            .Where(file => file.Code.Contains("[RuntimeImport(", StringComparison.Ordinal))
            .Select(file => file.Path)
            .Where(path => !path.StartsWith("kernel/Runtime/", StringComparison.Ordinal))];
        Assert.Equal(
            ["kernel/Backends/Svm/SvmSwitch.cs", "kernel/Backends/Vmx/VmxSwitch.cs", "kernel/Cpu/Cpu.cs"], importers);
    }

    [Fact]
    public void A_long_file_stands_in_a_decision()
    {
        string decisions = string.Concat(Repository.Files("docs/decisions/", ".md").Select(file => file.Text));
        foreach (SourceFile file in Repository.Files("", _code).Where(file => file.Lines.Length > LongFileLines))
        {
            Assert.True(decisions.Contains(file.Path, StringComparison.Ordinal), $"{file} has {file.Lines.Length} lines");
        }
    }

    [GeneratedRegex(@"^\s*#\s*(if|elif|else|endif)\b", RegexOptions.Multiline)]
    private static partial Regex Conditional { get; }

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b")]
    private static partial Regex Later { get; }

    // A comment line that ends as a statement does, or begins as one.
    [GeneratedRegex(@"^\s*//(?!/)\s*([\w.\[\]<>]+(\(.*\))?\s*[-+|&]?=.*;|\w[\w.]*\(.*\);|(if|for|while|foreach|switch)\s*\(.*\)\s*\{?|return\b.*;|(public|private|internal)\s.*[;{]|[{}])\s*$")]
    private static partial Regex DeadCode { get; }

    [GeneratedRegex(@"^\s*using\s+(static\s+)?[\w.]+\s*(=\s*[\w.]+\s*)?;", RegexOptions.Multiline)]
    private static partial Regex UsingLine { get; }
}
