// How a system is named on the command line.
using System.CommandLine;
using System.CommandLine.Parsing;
using MicroHV.Image.Completion;
using MicroHV.Partitions;

namespace MicroHV.Image.Verbs;

/// <summary>A system is named by its folder or by its file, from any working directory.</summary>
internal static class SystemArgument
{
    private const string Shape = "folder|file";

    /// <summary>The argument; its value is the full path of the description.</summary>
    public static Argument<string> Create() => Create($"Folder with a {SystemBuilder.FileName}, or the path of a description.");

    /// <summary>The same, where an image will do as well.</summary>
    public static Argument<string> CreateWithImages() => Create(
        $"Folder with a {SystemBuilder.FileName}, the path of a description, or a system.blob, system.elf or system.iso.");

    /// <summary>The same for an option, whose value may be absent.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    public static Option<string?> CreateOption(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = Shape, CustomParser = Resolve };
        option.CompletionSources.Add(context => SystemFolders.BeginningWith(Typed(context.ParseResult.GetResult(option))));
        return option;
    }

    private static Argument<string> Create(string description)
    {
        Argument<string> argument = new("system") { Description = description, HelpName = Shape, CustomParser = Resolve };
        argument.CompletionSources.Add(context => SystemFolders.BeginningWith(Typed(context.ParseResult.GetResult(argument))));
        return argument;
    }

    private static string Typed(SymbolResult? result) => result?.Tokens.FirstOrDefault()?.Value ?? "";

    private static string? Resolve(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (TryResolve(text, out string file))
        {
            return file;
        }

        string what = text.Length == 0 ? "'' is no path" : $"there is no {file}";
        argument.AddError($"{what}; name a folder with a {SystemBuilder.FileName}, or the file itself");
        return null;
    }

    /// <summary>The full path of the description or image that <paramref name="text"/> names.</summary>
    /// <param name="text">A folder or a file.</param>
    /// <param name="path">Where it is, or would be.</param>
    /// <returns>Whether it is there.</returns>
    public static bool TryResolve(string text, out string path)
    {
        string full = text.Length == 0 ? "" : Path.GetFullPath(text);
        path = Directory.Exists(full) ? Path.Combine(full, SystemBuilder.FileName) : full;
        return File.Exists(path);
    }
}
