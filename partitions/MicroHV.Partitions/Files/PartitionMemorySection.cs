// The memory of one [[partition]].
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The RAM of a partition.</summary>
[Section("memory", ShortForm = "size")]
public sealed class PartitionMemorySection : Section
{
    /// <summary>Its size, a multiple of 4 KiB.</summary>
    [Size("size", IsRequired = true, Example = "\"2MiB\"")]
    public Written<ulong>? SizeBytes { get; init; }

    /// <summary>Its guest-physical address; both kits link to the default.</summary>
    [Size("at", Default = "\"2MiB\"")]
    public Written<ulong>? At { get; init; }

    /// <summary>Its host-physical address.</summary>
    [Size("host", Absent = "the planner's choice")]
    public Written<ulong>? Host { get; init; }
}
