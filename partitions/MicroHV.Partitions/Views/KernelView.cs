// Where the kernel's own memory lies.
using System.Text.Json.Serialization;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>The kernel's image, the blob and the pool, which lie side by side, and the page that outlives a reset.</summary>
/// <param name="ImageStart">First address of the kernel's image.</param>
/// <param name="BlobStart">First address of the blob.</param>
/// <param name="PoolStart">First address of the pool.</param>
/// <param name="End">First address behind the pool.</param>
/// <param name="CrashFrame">Address of the page that keeps the crash record; null if there is none.</param>
public sealed record KernelView(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong ImageStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong BlobStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong PoolStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong End,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong? CrashFrame)
{
    /// <summary>Size of all of it.</summary>
    public ulong SizeBytes => End - ImageStart + (CrashFrame is null ? 0 : RegionPlan.PageSizeBytes);
}
