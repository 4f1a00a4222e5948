// The distributions whose packages are known here.
namespace MicroHV.Machines;

/// <summary>A family of Linux distributions that shares names of packages.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Id">What its members have as ID or in ID_LIKE of os-release(5).</param>
/// <param name="Installer">The command that installs packages, without their names.</param>
public sealed record Distribution(string Name, string Id, string Installer)
{
    private const string AptGet = "sudo apt-get install -y";

    /// <summary>Debian.</summary>
    public static Distribution Debian { get; } = new("Debian", "debian", AptGet);

    /// <summary>Ubuntu.</summary>
    public static Distribution Ubuntu { get; } = new("Ubuntu", "ubuntu", AptGet);

    /// <summary>Fedora.</summary>
    public static Distribution Fedora { get; } = new("Fedora", "fedora", "sudo dnf install -y");

    /// <summary>Arch Linux.</summary>
    public static Distribution Arch { get; } = new("Arch", "arch", "sudo pacman -S --needed");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Distribution> All { get; } = [Debian, Ubuntu, Fedora, Arch];

    /// <summary>True if apt-get installs its packages.</summary>
    public bool HasAptGet => Installer == AptGet;

    /// <summary>The one that the text of an os-release file names, by itself or as what it is like; null if none is known.</summary>
    /// <param name="osRelease">The text of the file, as os-release(5) describes it.</param>
    public static Distribution? Of(string osRelease)
    {
        // ID_LIKE names the nearest relative first.
        string[] names = [Value(osRelease, "ID"), .. Value(osRelease, "ID_LIKE").Split(' ')];
        return names.Select(name => All.FirstOrDefault(one => one.Id == name)).FirstOrDefault(one => one is not null);
    }

    /// <summary>The command that installs what brings <paramref name="tools"/>.</summary>
    /// <param name="tools">The tools, at least one.</param>
    public string InstallCommand(IEnumerable<RequiredTool> tools) => $"{Installer} {string.Join(' ', PackagesOf(tools))}";

    /// <summary>The packages that bring <paramref name="tools"/>, each once, sorted.</summary>
    /// <param name="tools">The tools.</param>
    public IReadOnlyList<string> PackagesOf(IEnumerable<RequiredTool> tools) =>
        [.. tools.Select(tool => tool.Packages.In(this)).Distinct().Order(StringComparer.Ordinal)];

    private static string Value(string osRelease, string key)
    {
        string? line = osRelease.Split('\n').LastOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal));
        return line is null ? string.Empty : line[(key.Length + 1)..].Trim().Trim('"', '\'');
    }
}
