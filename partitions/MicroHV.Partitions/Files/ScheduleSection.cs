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
    /// The windows, sorted by start, without overlap on one CPU, inside the frame; each at least 50 us; each partition has 1
    /// to 16.
    /// </summary>
    [Tables(
        "windows", typeof(WindowSection), IsRequired = true,
        Example = "[{ partition = \"…\", start = \"0ms\", duration = \"2ms\" }]")]
    public IReadOnlyList<WindowSection> Windows { get; init; } = [];
}
