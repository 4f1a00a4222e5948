// What [schedule] says.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>The cyclic schedule.</summary>
public sealed class ScheduleSection
{
    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section has faults of its own, so that rules about it say nothing more.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Length of the major frame in nanoseconds.</summary>
    public required Written<ulong>? MajorFrame { get; init; }

    /// <summary>The windows as written.</summary>
    public required IReadOnlyList<WindowSection> Windows { get; init; }
}

/// <summary>A window.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Name of the partition that runs in it.</param>
/// <param name="Start">Start in the major frame, in nanoseconds.</param>
/// <param name="Duration">Length in nanoseconds.</param>
public sealed record WindowSection(
    Place Place, Written<string> Partition, Written<ulong> Start, Written<ulong> Duration);
