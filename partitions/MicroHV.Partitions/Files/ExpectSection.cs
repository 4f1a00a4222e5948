// What [expect] says.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>What a good run of the system shows beside exit codes of 0.</summary>
[Section("[expect]")]
public sealed class ExpectSection : Section
{
    /// <summary>
    /// Events of partitions that a run of <c>microhv run</c> must show, each at least once, as <c>"partition: Event"</c>; any
    /// other one fails the run.
    /// </summary>
    [ExpectedErrors("errors", Absent = "none")]
    public IReadOnlyList<Written<ErrorOfPartition>> Errors { get; init; } = [];

    /// <summary>How often each partition must have been started again, 0 times for those that are not named.</summary>
    [Counts("restarts", Absent = "none is")]
    public IReadOnlyList<Written<NamedCount>> Restarts { get; init; } = [];

    /// <summary>Name of the schedule that must run at the end.</summary>
    [Text("schedule", Absent = "any")]
    public Written<string>? Schedule { get; init; }

    /// <summary>How often the machine is reset in a run; one reset more ends it.</summary>
    [Number("resets", Default = "0")]
    public Written<ulong>? Resets { get; init; }

    /// <summary>
    /// The most by which a window may begin or end late: the trace of a run must prove it of every window. Needs <c>[trace]</c>.
    /// </summary>
    [Time("window-bound", Absent = "nothing is proved")]
    public Written<ulong>? WindowBound { get; init; }
}

/// <summary>An error that a partition is meant to make.</summary>
/// <param name="Partition">Name of the partition.</param>
/// <param name="Error">The error.</param>
public sealed record ErrorOfPartition(string Partition, HealthEvent Error);
