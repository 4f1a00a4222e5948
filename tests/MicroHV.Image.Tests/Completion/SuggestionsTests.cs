// What the command suggests at a cursor.
using System.CommandLine;
using MicroHV.Image.Completion;

namespace MicroHV.Image.Tests.Completion;

public sealed class SuggestionsTests : IDisposable
{
    private const string Cursor = "|";

    private static readonly RootCommand _root = CommandLine.Create();

    private readonly TypedSystems _systems = new();

    public void Dispose() => _systems.Dispose();

    [Theory]
    [InlineData("microhv ru|", "run")]
    [InlineData("microhv new|", "new", "new-partition")]
    [InlineData("./microhv  sch|", "schema")]
    [InlineData("microhv ch|eck motor", "check")]
    [InlineData("microhv --ver|", "--version")]
    [InlineData("microhv nonsense|")]
    public void Verbs_are_suggested_where_one_is_typed(string typed, params string[] expected) => AssertSuggests(expected, typed);

    [Theory]
    [InlineData("microhv run --f|", "--for", "--frames")]
    [InlineData("microhv run --for 1s --f|", "--frames")]
    [InlineData("microhv check . |", "--deny-warnings", "--help", "--json", "--sarif")]
    [InlineData("microhv schema |", "--help")]
    public void Options_are_suggested_once_each(string typed, params string[] expected) => AssertSuggests(expected, typed);

    [Theory]
    [InlineData("microhv run --machine |", "auto", "bochs", "qemu")]
    [InlineData("microhv run --machine=q|", "--machine=qemu")]
    [InlineData("microhv run --vendor | motor", "amd", "intel")]
    [InlineData("microhv run --boot u|", "uefi")]
    [InlineData("microhv new motor --template hello-|", "hello-csharp")]
    [InlineData("microhv new-partition motor logger --kit |", "c", "csharp")]
    [InlineData("microhv completion |", "bash", "fish", "zsh")]
    [InlineData("microhv test --project K|", "Kernel")]
    [InlineData("microhv run --frames |")]
    [InlineData("microhv run --json |")]
    public void Values_are_suggested_where_there_are_some_to_choose_from(string typed, params string[] expected) =>
        AssertSuggests(expected, typed);

    [Theory]
    [InlineData("microhv run FOLDER/|", "motor", "plant/")]
    [InlineData("microhv run FOLDER/p|", "plant/")]
    [InlineData("microhv run FOLDER/plant/| --machine qemu", "plant/pumps")]
    [InlineData("microhv show FOLDER/motor --diff FOLDER/m|", "motor")]
    [InlineData("microhv show FOLDER/motor --diff=FOLDER/m|", "--diff=motor")]
    [InlineData("microhv check FOLDER/plain/|")]
    [InlineData("microhv check FOLDER/none/|")]
    [InlineData("microhv check FOLDER/words.txt/|")]
    [InlineData("microhv new FOLDER/|")]
    public void Folders_are_suggested_that_hold_a_system_or_lead_to_one(string typed, params string[] expected) =>
        AssertSuggests(expected, typed);

    [Theory]
    [InlineData("microhv run FOLDER/motor --console |", "control", "logger")]
    [InlineData("microhv run --console l| FOLDER/motor", "logger")]
    [InlineData("microhv run FOLDER/motor/system.toml --gdb |", "control", "kernel", "logger")]
    [InlineData("microhv run --console |")]
    [InlineData("microhv run FOLDER/plain --console |")]
    [InlineData("microhv run FOLDER/words.txt --console |")]
    public void Names_of_partitions_are_those_of_the_system_that_is_named(string typed, params string[] expected) =>
        AssertSuggests(expected, typed);

    [Theory]
    [InlineData("microhv run 'FOLDER/two words' --console |", "spaced")]
    [InlineData("microhv run FOLDER/two\\ words --console |", "spaced")]
    [InlineData("microhv check \"FOLDER/two w|", "two words")]
    [InlineData("microhv check FOLDER/two\\ w|", "two words")]
    public void Quotes_are_those_of_shells(string typed, params string[] expected)
    {
        _systems.Write("two words/system.toml", "[[partition]]\nname = \"spaced\"\n");
        AssertSuggests(expected, typed);
    }

    [Fact]
    public void The_folder_itself_is_suggested_where_it_holds_a_system() => Assert.Contains(
        ".", CommandIn(Path.Combine(_systems.Folder, "motor"), "[suggest:12]", "microhv run ").Output.Split('\n'));

    [Fact]
    public void Names_that_could_deceive_a_terminal_are_not_suggested()
    {
        _systems.Write("motor/system.toml", "[[partition]]\nname = \"\\u001b[31mred\"\n[[partition]]\nname = \"good\"\n");
        _systems.Write("mo\n\u001b[31m/system.toml", "");
        AssertSuggests(["good"], "microhv run FOLDER/motor --console |");
        AssertSuggests(["motor"], "microhv run FOLDER/mo|");
    }

    // Broken lines at every cursor, and what a shell would never send.
    [Theory]
    [InlineData("microhv run FOLDER/motor --console=x --gdb --frames x --for '' --json '' --machine vax --vendor")]
    [InlineData("microhv show '' --diff '' --html '' --json=maybe \"")]
    [InlineData("microhv bench --machine --vendor --page '' --json")]
    [InlineData("microhv new '' --template \\")]
    [InlineData("microhv new-partition FOLDER/words.txt '' --kit --window x")]
    [InlineData("microhv build x -o '' @nothing -- [suggest:1] --output=")]
    [InlineData("microhv [suggest:x] 'run' --help")]
    [InlineData("\0 \0 \uffff")]
    [InlineData("")]
    public void No_line_makes_it_speak_of_an_error(string typed)
    {
        string text = InFolder(typed);
        for (int cursor = -1; cursor <= text.Length + 1; cursor++)
        {
            using StringWriter output = new();
            using StringWriter errors = new();
            InvocationConfiguration streams = new() { Output = output, Error = errors, EnableDefaultExceptionHandler = false };
            Assert.Equal(0, _root.Parse([$"[suggest:{cursor}]", text]).Invoke(streams));
            Assert.Empty(errors.ToString());
        }
    }

    [Fact]
    public void A_position_that_is_no_number_means_the_end_of_the_line()
    {
        (int exitCode, string output) = CommandIn(_systems.Folder, "[suggest:end]", "microhv ru");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("run\t", output, StringComparison.Ordinal);
    }

    private void AssertSuggests(IEnumerable<string> expected, string typed)
    {
        string text = InFolder(typed);
        int cursor = text.IndexOf(Cursor, StringComparison.Ordinal);
        TypedLine line = TypedLine.Parse(text.Remove(cursor, 1), cursor);
        Assert.Equal(
            expected,
            new Suggestions(_root, line).All.Select(item => item.Label.Replace($"{_systems.Folder}/", "", StringComparison.Ordinal)));
    }

    private string InFolder(string typed) => typed.Replace("FOLDER", _systems.Folder, StringComparison.Ordinal);

    private static (int ExitCode, string Output) CommandIn(string folder, params string[] arguments) =>
        Documentation.MicroHVCommand.Run(folder, arguments);
}
