// `--help`: what the parser knows, then examples; for the command itself, what its exit codes mean.
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MicroHV.Image.Help;

/// <summary>Prints the standard help and what MicroHV adds to it.</summary>
/// <param name="standard">The help of System.CommandLine.</param>
internal sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    /// <summary>True: who asks for help has not finished typing.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives <paramref name="root"/> and its verbs this help, under the names that people type on Unix.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>().ToArray())
        {
            _ = root.Options.Remove(option);
        }

        HelpOption help = new("--help", "-h");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Options.Add(help);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = standard.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case Verb verb:
                WriteRows(output, "Examples", [.. verb.Examples.Select(example => (example.CommandLine, example.Purpose))]);
                WriteRows(output, "Installation", verb.Installation);
                break;
            case RootCommand:
                WriteRows(output, "Exit codes", [.. ExitCode.Meanings.Select(code => ($"{code.Number}", code.Meaning))]);
                break;
        }

        return exitCode;
    }

    private static void WriteRows(TextWriter output, string title, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine($"{title}:");
        int width = rows.Max(row => row.Left.Length);
        foreach ((string left, string right) in rows)
        {
            output.WriteLine($"  {left.PadRight(width)}  {right}");
        }

        output.WriteLine();
    }
}
