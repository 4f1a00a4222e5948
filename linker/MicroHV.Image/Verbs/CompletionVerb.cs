// `microhv completion`: shells complete the command line.
using System.CommandLine;
using MicroHV.Image.Completion;
using MicroHV.Image.Help;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>completion</c>: prints the script of a shell.</summary>
internal static class CompletionVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> shell = new Argument<string>("shell")
        {
            Description = "The shell that shall complete.",
            HelpName = "shell",
        }.AcceptOnlyFromAmong([.. ShellScript.All.Select(script => script.Shell)]);
        Verb verb = new(
            "completion",
            "Print a script with which a shell completes verbs, options, systems and names of partitions.",
            [.. ShellScript.All.Select(script => new Example($"completion {script.Shell}", $"the script for {script.Shell}"))])
        {
            shell,
        };
        verb.Installation =
        [
            .. ShellScript.All.SelectMany(script => new[]
            {
                ($"this {script.Shell}", script.Now),
                ($"every later {script.Shell}", script.Always),
            }),
            ("before compinit in ~/.zshrc", "fpath=(~/.zfunc $fpath)"),
        ];
        verb.SetAction(arguments => CheckVerb.Guard(() =>
        {
            Console.Out.Write(ShellScript.All.Single(script => script.Shell == arguments.GetRequiredValue(shell)).Text);
            return ExitCode.Good;
        }));
        return verb;
    }
}
