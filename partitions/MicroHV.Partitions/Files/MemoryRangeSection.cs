// One range of RAM of [machine].
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A range of RAM.</summary>
[Section("a range of memory")]
public sealed class MemoryRangeSection : Section
{
    /// <summary>First host-physical address, a multiple of 4 KiB, from 1 MiB on.</summary>
    [Size("at", IsRequired = true, Example = "\"16MiB\"")]
    public Written<ulong> At { get; init; }

    /// <summary>Size, a multiple of 4 KiB.</summary>
    [Size("size", IsRequired = true, Example = "\"112MiB\"")]
    public Written<ulong> SizeBytes { get; init; }
}
