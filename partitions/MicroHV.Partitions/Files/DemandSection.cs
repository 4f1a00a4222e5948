// What a partition demands in one schedule.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A demand of time in one schedule.</summary>
[Section("a demand")]
public sealed class DemandSection : Section
{
    /// <summary>Name of the partition that demands it.</summary>
    [Text("partition", IsRequired = true)]
    public Written<string> Partition { get; init; }

    /// <summary>How often it must run, in a time that divides the major frame.</summary>
    [Time("period", IsRequired = true, Example = "\"10ms\"")]
    public Written<ulong> Period { get; init; }

    /// <summary>Time that windows must give each of its virtual CPUs in every period.</summary>
    [Time("duration", IsRequired = true, Example = "\"2ms\"")]
    public Written<ulong> Duration { get; init; }
}
