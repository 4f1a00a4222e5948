// What [trace] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>What the kernel writes down for `microhv trace`.</summary>
[Section("[trace]")]
public sealed class TraceSection : Section
{
    /// <summary>
    /// Memory of each CPU for [records](trace.md) of what happens, a multiple of 4 KiB from 8 KiB to 64 MiB: 254 records in every
    /// 4 KiB. Without it nothing is written down, and nothing is spent on that.
    /// </summary>
    [Size("buffer", Absent = "no trace")]
    public Written<ulong>? BufferSizeBytes { get; init; }
}
