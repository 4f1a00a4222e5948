// What a change of the schedule does to a partition.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A change action: ARINC 653's ScheduleChangeAction.</summary>
[Section("a change action")]
public sealed class ChangeSection : Section
{
    /// <summary>Name of the partition.</summary>
    [Text("partition", IsRequired = true)]
    public Written<string> Partition { get; init; }

    /// <summary>
    /// What happens to it at its first window after another schedule was replaced by this one: nothing, or it starts again, from
    /// its golden copy or with its memory kept. A partition that was idle runs again then.
    /// </summary>
    [Choice("action", "ignore", "cold-start", "warm-start", IsRequired = true, Example = "\"cold-start\"")]
    public Written<string>? Action { get; init; }
}
