// One range of host-physical memory.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Host-physical memory with one use.</summary>
/// <param name="Start">First address.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Kind">What it is used for.</param>
/// <param name="Users">Who reaches it, and through what, by number of the partition.</param>
public sealed record MemoryRangeView(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Start,
    ulong SizeBytes,
    MemoryKind Kind,
    IReadOnlyList<MemoryUserView> Users)
{
    /// <summary>First address behind the range.</summary>
    [JsonIgnore]
    public ulong End => Start + SizeBytes;

    /// <summary>Whether it is the kernel's own.</summary>
    [JsonIgnore]
    public bool IsKernel => Kind
        is MemoryKind.KernelImage or MemoryKind.KernelBlob or MemoryKind.KernelPool or MemoryKind.KernelCrashRecord;
}
