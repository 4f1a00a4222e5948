// How projects outside of the repository find the C# kit.
using System.Security;

namespace MicroHV.Image.Authoring;

/// <summary>
/// <c>microhv</c> tells projects where MicroHV lies. For <c>dotnet build</c> alone, and for editors, a
/// <c>Directory.Build.props</c> above them does.
/// </summary>
internal static class KitLocation
{
    private const string Property = "MicroHVRoot";
    private const string Mark = $"@{Property}@";

    /// <summary>The files of <c>partitions/templates/outside</c>, which a system outside of the repository needs too.</summary>
    public static IReadOnlyList<string> Files { get; } = [PropsName, ".gitignore"];

    /// <summary>The file that says where MicroHV lies.</summary>
    public const string PropsName = "Directory.Build.props";

    /// <summary>Whether MSBuild finds MicroHV from <paramref name="folder"/> by itself.</summary>
    public static bool IsKnownIn(string folder)
    {
        // MSBuild takes the nearest file and no other.
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent)
        {
            string file = Path.Combine(above.FullName, PropsName);
            if (File.Exists(file))
            {
                return File.ReadAllText(file).Contains($"<{Property}", StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>Writes a file of <see cref="Files"/> to <paramref name="path"/>.</summary>
    public static void Write(string name, string path)
    {
        string template = File.ReadAllText(Path.Combine(SystemTemplate.Home, "outside", name));
        string root = Path.TrimEndingDirectorySeparator(Repository.Root) + Path.DirectorySeparatorChar;
        File.WriteAllText(path, template.Replace(Mark, SecurityElement.Escape(root), StringComparison.Ordinal));
    }
}
