// What the package of a tool is called, distribution by distribution.
namespace MicroHV.Machines;

/// <summary>The package that brings a tool, by its name in each distribution.</summary>
/// <param name="Debian">In Debian.</param>
/// <param name="Ubuntu">In Ubuntu.</param>
/// <param name="Fedora">In Fedora.</param>
/// <param name="Arch">In Arch.</param>
public sealed record PackageNames(string Debian, string Ubuntu, string Fedora, string Arch)
{
    /// <summary>One name everywhere.</summary>
    /// <param name="name">The name.</param>
    public PackageNames(string name) : this(name, name, name, name)
    {
    }

    /// <summary>One name in Debian and Ubuntu.</summary>
    /// <param name="debian">In Debian and Ubuntu.</param>
    /// <param name="fedora">In Fedora.</param>
    /// <param name="arch">In Arch.</param>
    public PackageNames(string debian, string fedora, string arch) : this(debian, debian, fedora, arch)
    {
    }

    /// <summary>The name in a distribution.</summary>
    /// <param name="distribution">The distribution.</param>
    public string In(Distribution distribution) =>
        distribution == Distribution.Debian ? Debian
        : distribution == Distribution.Ubuntu ? Ubuntu
        : distribution == Distribution.Fedora ? Fedora
        : Arch;
}
