// A program or file that something needs, where it lies and what brings it.
namespace MicroHV.Machines;

/// <summary>Something that must be installed.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Packages">What brings it.</param>
/// <param name="Places">
/// Commands that are looked for in PATH, or absolute paths of files, for distributions differ; the first that is there counts.
/// </param>
public sealed record RequiredTool(string Name, string Purpose, PackageNames Packages, params IReadOnlyList<string> Places)
{
    /// <summary>Its full path, or null if it is not there.</summary>
    /// <param name="host">Where to look.</param>
    public string? Find(Host host) => Places.Select(host.Find).FirstOrDefault(path => path is not null);

    /// <summary>True if it is there.</summary>
    /// <param name="host">Where to look.</param>
    public bool IsOn(Host host) => Find(host) is not null;

    /// <summary>Its full path on this host.</summary>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public string Require() => Find(Host.Here) ?? throw new InvalidOperationException($"{Name} is missing; see 'microhv doctor'");
}
