// A program or file that a machine needs, and the package that brings it.
namespace MicroHV.Machines;

/// <summary>Something that must be installed.</summary>
/// <param name="Name">A command that is looked for in PATH, or an absolute path of a file.</param>
/// <param name="Package">The Debian package that has it.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
public sealed record RequiredTool(string Name, string Package, string Purpose)
{
    /// <summary>The command that installs it.</summary>
    public string InstallCommand => $"sudo apt-get install -y {Package}";

    /// <summary>True if it is there.</summary>
    public bool IsPresent => Find() is not null;

    /// <summary>Its full path, or null.</summary>
    public string? Find()
    {
        if (Path.IsPathRooted(Name))
        {
            return File.Exists(Name) ? Name : null;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, Name)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);

    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
