// Real shells complete the command line.
using MicroHV.Image.Completion;

namespace MicroHV.Image.Tests.Completion;

public sealed class ShellTests : IDisposable
{
    // zsh has its completions switched on by a line that everybody's .zshrc has.
    private const string Begin = "autoload -Uz compinit; compinit -u -D";

    private readonly TypedSystems _systems = new();

    public ShellTests() => TypingShell.Require();

    /// <summary>What is typed, and the line after the tab key.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "microhv sch", "microhv schema " },
        { "./microhv sch", "./microhv schema " },
        { "microhv run --fr", "microhv run --frames " },
        { "microhv run --vendor i", "microhv run --vendor intel " },
        { "microhv run --vendor=i", "microhv run --vendor=intel " },
        { "microhv check mo", "microhv check motor " },
        { "microhv check plant/", "microhv check plant/pumps " },
        { "microhv check pla", "microhv check plant/" },
        { "microhv run motor --console l", "microhv run motor --console logger " },
        { "microhv run motor --json wor", "microhv run motor --json words.txt " },
        { "microhv check 'plant/pu", "microhv check 'plant/pumps' " },
        { "microhv nonse", "microhv nonse" },
    };

    public void Dispose() => _systems.Dispose();

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_completes_the_line(string typed, string completed) =>
        Assert.Equal(completed, TypingShell.Complete("bash", _systems, typed, Script("bash").Now));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh_completes_the_line(string typed, string completed) =>
        Assert.Equal(completed, TypingShell.Complete("zsh", _systems, typed, $"{Begin}\n{Script("zsh").Now}"));

    [Theory]
    [InlineData("microhv sch", "schema")]
    [InlineData("./microhv sch", "schema")]
    [InlineData("microhv run --vendor ", "amd", "intel")]
    [InlineData("microhv run --vendor=i", "--vendor=intel")]
    [InlineData("microhv check plant/", "plant/pumps")]
    [InlineData("microhv run motor --gdb ", "control", "kernel", "logger")]
    [InlineData("microhv run motor --json wor", "words.txt")]
    [InlineData("microhv nonse")]
    public void Fish_lists_candidates(string typed, params string[] expected) =>
        Assert.Equal(expected, TypingShell.Candidates(_systems, typed, Script("fish").Now));

    [Theory]
    [InlineData("bash", "")]
    [InlineData("zsh", "fpath=(~/.zfunc $fpath)")]
    public void Installed_for_good_it_serves_every_later_shell(string shell, string line)
    {
        string begin = shell == "bash" ? "source /usr/share/bash-completion/bash_completion" : Begin;
        Assert.Equal("", TypingShell.Run(_systems, "sh", "-c", Script(shell).Always));
        Assert.Equal("microhv schema ", TypingShell.Complete(shell, _systems, "microhv sch", $"{line}\n{begin}"));
        Assert.Equal("./microhv schema ", TypingShell.Complete(shell, _systems, "./microhv sch", $"{line}\n{begin}"));
    }

    [Fact]
    public void Installed_for_good_it_serves_every_later_fish()
    {
        Assert.Equal("", TypingShell.Run(_systems, "sh", "-c", Script("fish").Always));
        Assert.Equal(["schema"], TypingShell.Candidates(_systems, "microhv sch", ""));
    }

    [Fact]
    public void Where_the_command_fails_a_shell_completes_paths_and_says_nothing()
    {
        string script = TypingShell.Run(_systems, "./microhv", "completion", "bash");
        _systems.Write("script", script);
        _systems.Write("microhv", "#!/bin/sh\necho broken >&2\nexit 134\n");
        Assert.Equal("microhv words.txt ", TypingShell.Complete("bash", _systems, "microhv wor", "source ./script"));
    }

    private static ShellScript Script(string shell) => ShellScript.All.Single(script => script.Shell == shell);
}
