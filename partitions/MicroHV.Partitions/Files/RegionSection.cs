// What one [[partition.region]] says.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>One further region of a partition.</summary>
public sealed class RegionSection
{
    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Its name.</summary>
    public required Written<string> Name { get; init; }

    /// <summary>Guest-physical address.</summary>
    public required Written<ulong> At { get; init; }

    /// <summary>Size in bytes.</summary>
    public required Written<ulong> SizeBytes { get; init; }

    /// <summary>Rights: letters of <c>rwx</c>.</summary>
    public required Written<string>? Rights { get; init; }

    /// <summary>Memory type: <c>wb</c>, <c>uc</c> or <c>wc</c>.</summary>
    public required Written<string>? Type { get; init; }

    /// <summary>Name under which several partitions share the frames.</summary>
    public required Written<string>? Shared { get; init; }

    /// <summary>Host-physical address, where the author fixes it.</summary>
    public required Written<ulong>? Host { get; init; }

    /// <summary>Whether it is a device's memory.</summary>
    public required bool IsDevice { get; init; }

    /// <summary>Why a device is granted, if a reason is written.</summary>
    public required Written<string>? Reason { get; init; }
}
