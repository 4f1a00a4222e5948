// The schedule of a plan.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>A cyclic schedule of all CPUs.</summary>
public sealed class SchedulePlan
{
    /// <summary>Length of the shortest window, in nanoseconds.</summary>
    public const ulong MinWindowNanoseconds = 50_000;

    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section was not read in full.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its name is written.</summary>
    public required Place NamePlace { get; init; }

    /// <summary>Length of the major frame in nanoseconds.</summary>
    public required ulong MajorFrameNanoseconds { get; init; }

    /// <summary>Where the major frame is written.</summary>
    public required Place MajorFramePlace { get; init; }

    /// <summary>The windows in the order of the file.</summary>
    public required IReadOnlyList<WindowPlan> Windows { get; init; }
}

/// <summary>A window.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="PartitionName">Name of the partition as written.</param>
/// <param name="PartitionPlace">Where the name is written.</param>
/// <param name="PartitionIndex">Number of the partition, or null if nobody has the name.</param>
/// <param name="StartNanoseconds">Start in the major frame.</param>
/// <param name="DurationNanoseconds">Length.</param>
/// <param name="DurationPlace">Where the length is written.</param>
/// <param name="Cpu">Number of the CPU that the window is on.</param>
/// <param name="Vcpu">Number of the partition's virtual CPU that has it.</param>
public sealed record WindowPlan(
    Place Place,
    string PartitionName,
    Place PartitionPlace,
    int? PartitionIndex,
    ulong StartNanoseconds,
    ulong DurationNanoseconds,
    Place DurationPlace,
    Written<ulong> Cpu,
    Written<ulong> Vcpu)
{
    /// <summary>The first nanosecond behind the window.</summary>
    public ulong EndNanoseconds => new AddressRange(StartNanoseconds, DurationNanoseconds).End;
}
