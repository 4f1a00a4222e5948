// How often a partition is started again.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The restart budget of a partition.</summary>
[Section("restarts")]
public sealed class RestartsSection : Section
{
    /// <summary>How often the health monitor starts the partition again within any time of <c>per</c>, 1 to 16.</summary>
    [Number("budget", Default = "3")]
    public Written<ulong>? Budget { get; init; }

    /// <summary>The time that the budget is for, at most one hour.</summary>
    [Time("per", Default = "\"10s\"")]
    public Written<ulong>? Period { get; init; }

    /// <summary>What is done when it would have to start once more: <c>idle</c>, <c>switch-schedule</c>, <c>stop</c> or <c>reset</c>.</summary>
    [Table("then", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection Then { get; init; } = new();
}
