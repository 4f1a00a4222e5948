// How the person who runs this command would type it again.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Authoring;

/// <summary>Command lines for people to type, from the folder that they are in.</summary>
internal static partial class TypedCommand
{
    // Set by the launcher, which knows how it was called.
    private const string Variable = "MICROHV_COMMAND";

    /// <summary>The command with <paramref name="arguments"/>, quoted where the shell would take them apart.</summary>
    public static string Of(params IEnumerable<string> arguments)
    {
        string? command = Environment.GetEnvironmentVariable(Variable);
        return string.Join(' ', arguments.Prepend(string.IsNullOrEmpty(command) ? "microhv" : command).Select(Quoted));
    }

    private static string Quoted(string word) => Plain().IsMatch(word)
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w./+:@%=-]+$")]
    private static partial Regex Plain();
}
