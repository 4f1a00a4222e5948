// A file that a command writes, named on the command line.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace MicroHV.Image.Verbs;

/// <summary>Options for files that a verb writes: refused before any work if nothing could be written there.</summary>
internal static class FileOption
{
    /// <summary>The option; its value is a full path in a folder that exists, or null.</summary>
    /// <param name="description">What the file is for.</param>
    /// <param name="names">Names of the option.</param>
    public static Option<string?> Create(string description, params string[] names) => new(names[0], names[1..])
    {
        Description = description,
        HelpName = "file",
        CustomParser = Resolve,
    };

    private static string? Resolve(ArgumentResult argument)
    {
        if (argument.Tokens.Count == 0)
        {
            return null;
        }

        string text = argument.Tokens[0].Value;
        string path = text.Length == 0 ? "" : Path.GetFullPath(text);
        if (path.Length == 0 || Directory.Exists(path))
        {
            argument.AddError($"'{text}' names no file; name one that can be written");
            return null;
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            argument.AddError($"there is no folder for {path}; make it first");
            return null;
        }

        return path;
    }
}
