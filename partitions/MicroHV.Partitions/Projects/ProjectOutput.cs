// Where the image of a project is found.
namespace MicroHV.Partitions.Projects;

/// <summary>The agreement between kits and planner: the image lies in <c>bin</c> beside the project.</summary>
public static class ProjectOutput
{
    /// <summary>
    /// The image of the project at <paramref name="path"/>: <c>x/y.csproj</c> makes <c>x/bin/y.elf</c>, a folder
    /// <c>x</c> of C sources makes <c>x/bin/x.elf</c>.
    /// </summary>
    public static string Of(string path)
    {
        bool isProjectFile = path.EndsWith(".csproj", StringComparison.Ordinal);
        string folder = isProjectFile ? Path.GetDirectoryName(path)! : path;
        string name = isProjectFile ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path.TrimEnd('/'));
        return Path.Combine(folder, "bin", name + ".elf");
    }
}
