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

    /// <summary>The same, where an image will do as well.</summary>
    public static Argument<string> CreateWithImages() => new("system")
    {
        Description = $"Folder with a {FileName}, the path of a description, or a system.blob, system.elf or system.iso.",
        HelpName = "folder|file",
        CustomParser = Resolve,
    };

    /// <summary>The full path of the description or image that <paramref name="text"/> names.</summary>
    /// <param name="text">A folder or a file.</param>
    /// <param name="path">Where it is, or would be.</param>
    /// <returns>Whether it is there.</returns>
    public static bool TryResolve(string text, out string path)
    {
        string full = Path.GetFullPath(text);
        path = Directory.Exists(full) ? Path.Combine(full, FileName) : full;
        return File.Exists(path);
    }

    private static string? Resolve(ArgumentResult argument)
    {
        if (TryResolve(argument.Tokens[0].Value, out string file))
        {
            return file;
        }

        argument.AddError($"there is no {file}; name a folder with a {FileName}, or the file itself");
        return null;
    }
}
