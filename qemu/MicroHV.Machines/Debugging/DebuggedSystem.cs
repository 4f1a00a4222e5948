// What a debugger must know of a system to tell its parts from each other.
namespace MicroHV.Machines;

/// <summary>Addresses of a system.</summary>
public sealed record DebuggedSystem
{
    /// <summary>Address at which to stop first: virtual, of the kernel or of <see cref="Partition"/>.</summary>
    public required ulong StopAddress { get; init; }

    /// <summary>Index of the partition that is being debugged, or null for the kernel.</summary>
    public required int? Partition { get; init; }

    /// <summary>First address of the kernel's code and the first behind it.</summary>
    public required (ulong Start, ulong End) KernelCode { get; init; }

    /// <summary>First address of the kernel's memory, its tables among it, and the first behind it.</summary>
    public required (ulong Start, ulong End) KernelMemory { get; init; }

    /// <summary>Where the kernel keeps the index of the partition whose window it is.</summary>
    public required ulong CurrentPartitionAddress { get; init; }

    /// <summary>The regions of each partition: guest-physical address, host-physical address, size in bytes.</summary>
    public required IReadOnlyList<IReadOnlyList<(ulong Guest, ulong Host, ulong SizeBytes)>> Regions { get; init; }
}
