// Where to find help about what was typed wrongly.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace MicroHV.Image;

/// <summary>Where to find help about what was typed wrongly.</summary>
internal static class UsageHint
{
    /// <summary>The command line that prints help about the verb of <paramref name="command"/>.</summary>
    public static string For(ParseResult command)
    {
        CommandResult verb = command.CommandResult;
        return verb.Parent is null ? "microhv --help" : $"microhv {verb.Command.Name} --help";
    }
}
