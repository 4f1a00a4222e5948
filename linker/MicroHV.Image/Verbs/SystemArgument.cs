// How a system is named on the command line.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace MicroHV.Image.Verbs;

/// <summary>A system is named by its folder or by its file, from any working directory.</summary>
internal static class SystemArgument
{
    private const string FileName = "system.toml";

    /// <summary>The argument; its value is the full path of the description.</summary>
    public static Argument<string> Create() => new("system")
    {
        Description = $"Folder with a {FileName}, or the path of a description.",
        HelpName = "folder|file",
        CustomParser = Resolve,
    };

    private static string? Resolve(ArgumentResult argument)
    {
        string path = Path.GetFullPath(argument.Tokens[0].Value);
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (File.Exists(file))
        {
            return file;
        }

        argument.AddError($"there is no {file}; name a folder with a {FileName}, or the file itself");
        return null;
    }
}
