// The machine that this process runs on, as far as tools are looked for on it.
namespace MicroHV.Machines;

/// <summary>Where commands and files are looked for.</summary>
/// <param name="SearchPath">Folders of commands with colons between them, as in PATH.</param>
/// <param name="Root">The folder below which absolute paths are looked for.</param>
public sealed record Host(string SearchPath, string Root)
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // os-release(5): the first takes precedence.
    private static readonly string[] _osReleases = ["/etc/os-release", "/usr/lib/os-release"];

    /// <summary>This host, as it is now.</summary>
    public static Host Here => new(Environment.GetEnvironmentVariable("PATH") ?? string.Empty, "/");

    /// <summary>Its distribution; null if it is none whose packages are known.</summary>
    public Distribution? Distribution =>
        _osReleases.Select(FindFile).FirstOrDefault(path => path is not null) is string path
            ? Machines.Distribution.Of(File.ReadAllText(path))
            : null;

    /// <summary>The full path of a command or a file, or null if it is not there.</summary>
    /// <param name="place">A command's name, or the absolute path of a file.</param>
    public string? Find(string place) => Path.IsPathRooted(place) ? FindFile(place) : FindCommand(place);

    private string? FindFile(string path)
    {
        string full = Path.Combine(Root, path.TrimStart('/'));
        return File.Exists(full) ? full : null;
    }

    private string? FindCommand(string name) => SearchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
