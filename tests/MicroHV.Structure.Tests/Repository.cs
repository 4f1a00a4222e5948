// The repository that the tests belong to, as text.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

/// <summary>Finds files by folder and ending. Paths are relative to the root, with '/'.</summary>
internal static partial class Repository
{
    private static readonly string[] _folders =
        ["kernel", "boot", "partitions", "linker", "qemu", "tests", "docs"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> _files = new(Read);

    /// <summary>Where MicroHV.sln is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file of ours that has one of <paramref name="endings"/> and lies under <paramref name="folder"/>.</summary>
    public static IEnumerable<SourceFile> Files(string folder, params string[] endings) =>
        _files.Value.Where(file => file.Path.StartsWith($"{folder}", StringComparison.Ordinal)
            && endings.Contains(Path.GetExtension(file.Path)));

    /// <summary>True if there is a file or folder of that name.</summary>
    public static bool Has(string path) =>
        Path.Exists(Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar)));

    [GeneratedRegex("(^|/)(bin|obj|out|node_modules)/")]
    private static partial Regex Built { get; }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MicroHV.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("the tests do not lie in the repository");
    }

    private static List<SourceFile> Read() =>
    [
        .. _folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !Built.IsMatch(path) && Path.GetExtension(path)
                is ".cs" or ".asm" or ".S" or ".c" or ".h" or ".ld" or ".md" or ".toml" or ".csproj")
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];
}
