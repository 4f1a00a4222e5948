// What [schedule] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A cyclic schedule.</summary>
[Section("[schedule]")]
public sealed class ScheduleSection : Section
{
    /// <summary>Its name: 1 to 31 lower-case letters, digits, hyphens; each schedule has its own.</summary>
    [Text("name", Default = "\"normal\"")]
    public Written<string>? Name { get; init; }

    /// <summary>Length of the frame that repeats, 50 us to one hour.</summary>
    [Time("major-frame", IsRequired = true, Example = "\"10ms\"")]
    public Written<ulong>? MajorFrame { get; init; }

    /// <summary>
    /// The windows, sorted by start, without overlap on one CPU, inside the frame; each at least 50 us; a partition has at
    /// most 128 in all schedules together.
    /// </summary>
    [Tables(
        "windows", typeof(WindowSection), IsRequired = true,
        Example = "[{ partition = \"…\", start = \"0ms\", duration = \"2ms\" }]")]
    public IReadOnlyList<WindowSection> Windows { get; init; } = [];

    /// <summary>Who gets what is left of a CPU: time between windows, and what others yield.</summary>
    [Tables("background", typeof(BackgroundSection), Absent = "none")]
    public IReadOnlyList<BackgroundSection> Background { get; init; } = [];

    /// <summary>Partitions that do not run while this is the schedule. Every other one has a window or background time.</summary>
    [Texts("absent", Absent = "none")]
    public IReadOnlyList<Written<string>> Absent { get; init; } = [];

    /// <summary>What partitions demand in this schedule instead of their own <c>period</c> and <c>duration</c>.</summary>
    [Tables("demands", typeof(DemandSection), Absent = "none")]
    public IReadOnlyList<DemandSection> Demands { get; init; } = [];

    /// <summary>What happens to partitions when this schedule replaces another; nothing happens to the others.</summary>
    [Tables("changes", typeof(ChangeSection), Absent = "none")]
    public IReadOnlyList<ChangeSection> Changes { get; init; } = [];
}
