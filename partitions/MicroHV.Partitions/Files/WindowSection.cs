// One window of a schedule.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A window.</summary>
[Section("a window")]
public sealed class WindowSection : Section
{
    /// <summary>Name of the partition that runs in it.</summary>
    [Text("partition", IsRequired = true)]
    public Written<string> Partition { get; init; }

    /// <summary>Start after the start of the major frame.</summary>
    [Time("start", IsRequired = true, Example = "\"0ms\"")]
    public Written<ulong> Start { get; init; }

    /// <summary>Length, at least 50 us.</summary>
    [Time("duration", IsRequired = true, Example = "\"2ms\"")]
    public Written<ulong> Duration { get; init; }

    /// <summary>
    /// That a period of its partition begins with it. The first window of every period has this flag whether or not it is
    /// written; that it is written on another one is an error.
    /// </summary>
    [Flag("periodic-start")]
    public bool BeginsPeriod { get; init; }

    /// <summary>Number of the virtual CPU of the partition that runs in it.</summary>
    [Number("vcpu", Default = "0")]
    public Written<ulong>? Vcpu { get; init; }

    /// <summary>Number of the CPU that the window is on. A virtual CPU has all its windows on one CPU.</summary>
    [Number("cpu", Default = "0")]
    public Written<ulong>? Cpu { get; init; }
}
