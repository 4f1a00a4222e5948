// `--help` shows examples, and they are right.
using System.CommandLine;
using MicroHV.Image.Help;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests;

public sealed class HelpTests
{
    // What examples call the reader's own system.
    private const string Mine = "mine";

    private static readonly RootCommand _root = CommandLine.Create();

    /// <summary>All verbs by name.</summary>
    public static TheoryData<string> Verbs => [.. _root.Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_examples_of_itself(string name)
    {
        Verb verb = Assert.IsType<Verb>(_root.Subcommands.Single(command => command.Name == name));
        Assert.NotEmpty(verb.Examples);
        Assert.All(verb.Examples, example => Assert.Equal(name, example.Arguments.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_example_parses(string name)
    {
        Verb verb = (Verb)_root.Subcommands.Single(command => command.Name == name);
        Assert.All(verb.Examples, example => Assert.Empty(
            _root.Parse([.. example.Arguments.Split(' ').Select(InRepository)]).Errors.Select(error => error.Message)));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_help_of_a_verb_ends_with_its_examples(string name)
    {
        Verb verb = (Verb)_root.Subcommands.Single(command => command.Name == name);
        string help = HelpOf(name);
        Assert.All(verb.Examples, example =>
            Assert.Matches($@"\n  microhv {System.Text.RegularExpressions.Regex.Escape(example.Arguments)}  ", help));
    }

    [Fact]
    public void The_documentation_and_the_help_name_the_same_exit_codes()
    {
        string page = Document.Read("docs/system-toml.md").Text;
        string table = page[page.IndexOf("## Exit codes of microhv", StringComparison.Ordinal)..];
        Assert.Equal(
            ExitCode.Meanings.Select(code => $"| {code.Number} | {code.Meaning} |"),
            table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1));
        Assert.All(ExitCode.Meanings, code => Assert.Contains(code.Meaning, HelpOf(), StringComparison.Ordinal));
    }

    private static string HelpOf(params string[] verb)
    {
        using StringWriter output = new();
        Assert.Equal(0, _root.Parse([.. verb, "--help"]).Invoke(new InvocationConfiguration { Output = output }));
        return output.ToString();
    }

    // Files that an example reads stand somewhere here too.
    private static string InRepository(string argument) => argument switch
    {
        Mine => Path.Combine(Repository.Root, "partitions", "demo"),
        "theirs/out/system.elf" => Repository.KernelElf,
        _ when argument.StartsWith("docs/", StringComparison.Ordinal) || argument.StartsWith("qemu/", StringComparison.Ordinal) => Path.Combine(Repository.Root, argument),
        _ => argument,
    };
}
