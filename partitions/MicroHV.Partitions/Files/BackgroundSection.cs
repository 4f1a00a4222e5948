// Who gets what a schedule leaves of a CPU.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The background of a CPU.</summary>
[Section("a background")]
public sealed class BackgroundSection : Section
{
    /// <summary>Name of the partition that gets the time.</summary>
    [Text("partition", IsRequired = true)]
    public Written<string> Partition { get; init; }

    /// <summary>Number of the virtual CPU of the partition that gets it.</summary>
    [Number("vcpu", Default = "0")]
    public Written<ulong>? Vcpu { get; init; }

    /// <summary>Number of the CPU whose time it is.</summary>
    [Number("cpu", Default = "0")]
    public Written<ulong>? Cpu { get; init; }
}
