// A system that a person may begin with: a folder of partitions/templates.
using MicroHV.Partitions;
using MicroHV.Partitions.Projects;

namespace MicroHV.Image.Authoring;

/// <summary>A template: a whole system, which tests build and run as it stands.</summary>
/// <param name="Name">The name of its folder.</param>
internal sealed record SystemTemplate(string Name)
{
    /// <summary>The folder of all templates.</summary>
    internal static string Home => Path.Combine(Repository.Root, "partitions", "templates");

    /// <summary>Every template by name.</summary>
    public static IReadOnlyList<SystemTemplate> All { get; } =
    [
        .. Directory.EnumerateDirectories(Home)
            .Where(folder => File.Exists(Path.Combine(folder, SystemBuilder.FileName)))
            .Select(folder => new SystemTemplate(Path.GetFileName(folder)))
            .OrderBy(template => template.Name, StringComparer.Ordinal),
    ];

    /// <summary>Where it lies.</summary>
    public string Folder => Path.Combine(Home, Name);

    /// <summary>Its files but for what builds left, relative to its folder; the description first.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. SourceFiles.Below(Folder)
            .Select(path => Path.GetRelativePath(Folder, path))
            .OrderByDescending(path => path == SystemBuilder.FileName)
            .ThenBy(path => path, StringComparer.Ordinal),
    ];
}
