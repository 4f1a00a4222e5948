// A partition that a person may begin with: the one of a template system.
using System.Text.RegularExpressions;
using MicroHV.Partitions;

namespace MicroHV.Image.Authoring;

/// <summary>The only partition of a template, to be added to another system under another name.</summary>
internal sealed partial class PartitionTemplate
{
    private const string TemplateName = "greeter";

    private static readonly Dictionary<string, string> _systems = new()
    {
        ["c"] = "hello",
        ["csharp"] = "hello-csharp",
    };

    private readonly SystemTemplate _system;

    private PartitionTemplate(SystemTemplate system) => _system = system;

    /// <summary>The kits, as people name them.</summary>
    public static IReadOnlyList<string> Kits { get; } = [.. _systems.Keys];

    /// <summary>The files of its project, relative to the project's folder.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. _system.Files
            .Where(file => file != SystemBuilder.FileName)
            .Select(file => Path.GetRelativePath(TemplateName, file)),
    ];

    /// <summary>Whether MSBuild builds the project, which must know where MicroHV lies.</summary>
    public bool NeedsKitLocation => Files.Any(file => Path.GetExtension(file) == ".csproj");

    /// <summary>The partition for <paramref name="kit"/>, one of <see cref="Kits"/>.</summary>
    public static PartitionTemplate Of(string kit) =>
        new(SystemTemplate.All.Single(system => system.Name == _systems[kit]));

    /// <summary>Its section of the description, for a partition called <paramref name="name"/>.</summary>
    public string Section(string name)
    {
        string text = File.ReadAllText(Path.Combine(_system.Folder, SystemBuilder.FileName));
        string section = text[text.IndexOf("[[partition]]", StringComparison.Ordinal)..];
        return NameInString().Replace(section, name);
    }

    /// <summary>What <paramref name="file"/> is called in the project of a partition called <paramref name="name"/>.</summary>
    public static string FileName(string file, string name) =>
        Path.GetFileNameWithoutExtension(file) == TemplateName ? name + Path.GetExtension(file) : file;

    /// <summary>Copies <paramref name="file"/> to <paramref name="path"/>.</summary>
    public void Copy(string file, string path) => File.Copy(Path.Combine(_system.Folder, TemplateName, file), path);

    // The name itself, and the parts of the project's path.
    [GeneratedRegex($"(?<=[\"/]){TemplateName}(?=[\"/.])")]
    private static partial Regex NameInString();
}
