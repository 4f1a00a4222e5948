// Every command that the documentation tells a reader to type is run by some test.
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed partial class CommandTests
{
    private const string Command = "./microhv ";

    // What is not run here, and the test that runs it or the reason why none does.
    private static readonly Dictionary<string, string> _runElsewhere = new()
    {
        ["./microhv test"] = "runs this test",
        ["./microhv bench"] = nameof(BenchTests.Every_lane_meets_its_goals_and_gives_the_same_figures_again),
        ["./microhv coverage"] = "measures the tests of the kernel by running them",
        ["./microhv doctor"] = nameof(HelpTests),
        ["./microhv run partitions/demo --gdb"] = "DebuggerTests",
        ["./microhv run partitions/demo --gdb general"] = "DebuggerTests",
        ["./microhv trace partitions/demo"] = nameof(TraceCommandTests),
        ["./microhv trace partitions/demo --summary"] = nameof(TraceCommandTests),
        ["gdb out/kernel/kernel.elf"] = "DebuggerTests",
        ["dotnet build"] = "what `microhv test` does with the whole solution",
        ["dotnet tests/"] = "what `microhv test` does with every test project",
    };

    /// <summary>The commands of all pages, each once.</summary>
    public static TheoryData<string> Commands =>
    [
        .. Document.All.SelectMany(CommandsOf).Distinct().Where(command => !IsRunElsewhere(command)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_of_the_documentation_can_be_typed(string command)
    {
        if (command.StartsWith("qemu-system-x86_64 ", StringComparison.Ordinal))
        {
            AssertBoots(command);
            return;
        }

        Assert.StartsWith(Command, command, StringComparison.Ordinal);
        (int exitCode, string output) = MicroHVCommand.Run(Repository.Root, command[Command.Length..].Split(' '));
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void What_is_run_elsewhere_is_still_documented()
    {
        string[] commands = [.. Document.All.SelectMany(CommandsOf)];
        Assert.All(_runElsewhere.Keys, start => Assert.Contains(commands, command => Begins(command, start)));
    }

    private static bool IsRunElsewhere(string command) => _runElsewhere.Keys.Any(start => Begins(command, start));

    private static bool Begins(string command, string start) =>
        start.StartsWith(Command, StringComparison.Ordinal)
            ? command == start || (start == "./microhv bench" && command.StartsWith(start, StringComparison.Ordinal))
            : command.StartsWith(start, StringComparison.Ordinal);

    // The README's sessions are ExampleTests' matter. Spans in prose are commands if they can be typed as they stand.
    private static IEnumerable<string> CommandsOf(Document page)
    {
        const string Prompt = "$ ";
        IEnumerable<string> scripts = page.Blocks
            .Where(block => block.Language == "sh")
            .SelectMany(block => block.Text.Split('\n'))
            .Where(line => line.Length != 0);
        IEnumerable<string> sessions = page.Blocks
            .Where(block => block.Language == "console" && page.Name != "README.md")
            .SelectMany(block => block.Text.Split('\n'))
            .Where(line => line.StartsWith(Prompt, StringComparison.Ordinal))
            .Select(line => line[Prompt.Length..]);
        return scripts.Concat(sessions).Concat(Span().Matches(page.Prose).Select(match => match.Groups["command"].Value));
    }

    // A machine without the tool ends for nobody: it has done what it should when the partitions have spoken.
    private static void AssertBoots(string command)
    {
        const string Image = "partitions/demo/out/system.elf";
        Assert.Equal(0, MicroHVCommand.Run(Repository.Root, ["build", "partitions/demo"]).ExitCode);
        string[] words = command.Split(' ');
        Assert.Contains(Image, words);
        ProcessStartInfo start = new(words[0], [.. words.Skip(1).Where(word => word != "-S"), "-no-user-config"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        if (words.Contains("-gdb"))
        {
            // The port of the documentation may be somebody's: here, any is as good.
            start.ArgumentList[start.ArgumentList.IndexOf("-gdb") + 1] = "tcp:127.0.0.1:0";
        }

        using Process process = Process.Start(start)!;
        try
        {
            string? line;
            do
            {
                line = process.StandardOutput.ReadLine();
                Assert.True(line is not null, "the machine ended before the partitions had spoken");
            }
            while (!line.Contains("both are right", StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [GeneratedRegex(@"`(?<command>\./microhv [^`…]+)`")]
    private static partial Regex Span();
}
