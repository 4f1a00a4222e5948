// Somebody who types a line in a real shell and presses the tab key.
using System.Diagnostics;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Completion;

/// <summary>
/// Runs an interactive shell in a pseudo-terminal of zsh's: waits for its prompt, types, presses tab, and has the shell write
/// down its line and end. A shell takes one key after the other, so that nobody has to wait for anything by the clock.
/// </summary>
internal static class TypingShell
{
    private const string Prompt = "READY";

    // Completes, and writes the line down; a shell that does not is sent away.
    private const string Keys = "\t\x14\x15exit\r";

    private const string Terminal = $$"""
        zmodload zsh/zpty
        zpty shell "$1"
        zpty -r shell said '*{{Prompt}}*' || { print -r -- $said; exit 1 }
        zpty -w -n shell "$2"
        while zpty -r shell said; do said=; done
        """;

    /// <summary>Skips the test, with the reason, where a shell is missing; where CI is set, there must be all.</summary>
    public static void Require() => RequiredTools.Require(ToolTable.Zsh, ToolTable.Fish, ToolTable.BashCompletion);

    /// <summary>What the line is after the tab key.</summary>
    /// <param name="shell">bash or zsh.</param>
    /// <param name="systems">The folder to type in; its command is on PATH too.</param>
    /// <param name="line">What is typed.</param>
    /// <param name="setup">What the shell reads before its first prompt.</param>
    public static string Complete(string shell, TypedSystems systems, string line, string setup)
    {
        string home = Home(systems);
        string result = Path.Combine(home, "line");
        string[] ending = shell == "bash"
            ? [$"finish() {{ printf %s \"$READLINE_LINE\" >{result}; exit; }}", "bind -x '\"\\C-t\": finish'"]
            : [$"finish() {{ print -rn -- $BUFFER >{result}; exit }}", "zle -N finish", "bindkey '^T' finish"];
        string file = Path.Combine(home, shell == "bash" ? ".bashrc" : ".zshrc");
        File.WriteAllLines(file, [$"PS1={Prompt}", setup, .. ending]);
        string command = shell == "bash" ? $"bash --noprofile --rcfile {file} -i" : "zsh -d -i";
        string said = Run(systems, "zsh", "-f", "-c", Terminal, "type", command, line + Keys);
        Assert.True(File.Exists(result), said);
        string completed = File.ReadAllText(result);
        File.Delete(result);
        return completed;
    }

    /// <summary>The candidates of fish, without what it says of them.</summary>
    /// <param name="systems">The folder to type in; its command is on PATH too.</param>
    /// <param name="line">What is typed, without a single quote.</param>
    /// <param name="setup">What fish reads first.</param>
    public static string[] Candidates(TypedSystems systems, string line, string setup) =>
    [
        .. Run(systems, "fish", "--command", $"{setup}\ncomplete -C '{line}'")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(candidate => candidate.Split('\t')[0]),
    ];

    /// <summary>Runs a command in the folder, with a home of its own, and says what it said.</summary>
    public static string Run(TypedSystems systems, string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = systems.Folder,
        };
        string home = Home(systems);
        start.Environment["HOME"] = home;
        start.Environment["ZDOTDIR"] = home;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(home, ".config");
        start.Environment["XDG_DATA_HOME"] = Path.Combine(home, ".local", "share");
        start.Environment["TERM"] = "dumb";
        start.Environment["PATH"] = $"{systems.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Home(TypedSystems systems) =>
        Directory.CreateDirectory(Path.Combine(systems.Folder, ".home")).FullName;
}
