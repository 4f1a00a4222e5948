// The trace of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Plans;

/// <summary>How much memory each CPU has for records of what happens.</summary>
/// <param name="BufferSizeBytes">The memory in bytes, as it is written; null if nothing is to be written down.</param>
public sealed record TracePlan(Written<ulong>? BufferSizeBytes)
{
    /// <summary>Least memory that a trace can do with: one page is read while the next is written.</summary>
    public const ulong MinBufferSizeBytes = 2 * RegionPlan.PageSizeBytes;

    /// <summary>Most memory that a CPU may have for it.</summary>
    public const ulong MaxBufferSizeBytes = SystemHeader.MaxTracePages * RegionPlan.PageSizeBytes;

    /// <summary>Trace pages of each CPU; 0 for no trace, and for one that no kernel can have.</summary>
    public uint PagesPerCpu => BufferSizeBytes is { } size && IsPossible(size.Value)
        ? (uint)(size.Value / RegionPlan.PageSizeBytes)
        : 0;

    /// <summary>Whether a kernel can have so much for each CPU.</summary>
    /// <param name="bufferSizeBytes">How much.</param>
    public static bool IsPossible(ulong bufferSizeBytes) =>
        bufferSizeBytes % RegionPlan.PageSizeBytes == 0
        && bufferSizeBytes is >= MinBufferSizeBytes and <= MaxBufferSizeBytes;
}
