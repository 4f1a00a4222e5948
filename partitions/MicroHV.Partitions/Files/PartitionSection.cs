// What one [[partition]] says.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>One partition.</summary>
public sealed class PartitionSection
{
    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section has faults of its own, so that rules about it say nothing more.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Its name.</summary>
    public required Written<string>? Name { get; init; }

    /// <summary>How it starts: <c>native</c>.</summary>
    public required Written<string>? Boot { get; init; }

    /// <summary>Size of its RAM in bytes.</summary>
    public required Written<ulong>? MemorySize { get; init; }

    /// <summary>Guest-physical address of its RAM.</summary>
    public required Written<ulong>? MemoryAt { get; init; }

    /// <summary>Host-physical address of its RAM.</summary>
    public required Written<ulong>? MemoryHost { get; init; }

    /// <summary>Path of an ELF image.</summary>
    public required Written<string>? Image { get; init; }

    /// <summary>Path of a project that makes the image.</summary>
    public required Written<string>? Project { get; init; }

    /// <summary>Whether the project did not build, so that there is no image to speak of.</summary>
    public bool HasFailedProject { get; set; }

    /// <summary>Text that the partition finds in its information page.</summary>
    public required Written<string>? Arguments { get; init; }

    /// <summary>Port grants.</summary>
    public required IReadOnlyList<PortSection> Ports { get; init; }

    /// <summary>What ports are that it is not granted: <c>error</c> or <c>absent</c>.</summary>
    public required Written<string>? OtherPorts { get; init; }

    /// <summary>Further regions.</summary>
    public required IReadOnlyList<RegionSection> Regions { get; init; }
}

/// <summary>A grant of I/O ports.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="First">First port.</param>
/// <param name="Last">Last port.</param>
/// <param name="Reason">Why a dangerous port is granted, if a reason is written.</param>
public sealed record PortSection(Place Place, ulong First, ulong Last, string? Reason);
