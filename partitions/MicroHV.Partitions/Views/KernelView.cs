// Where the kernel's own memory lies.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>The kernel's image, the blob and the pool, which lie side by side.</summary>
/// <param name="ImageStart">First address of the kernel's image.</param>
/// <param name="BlobStart">First address of the blob.</param>
/// <param name="PoolStart">First address of the pool.</param>
/// <param name="End">First address behind the pool.</param>
public sealed record KernelView(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong ImageStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong BlobStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong PoolStart,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong End)
{
    /// <summary>Size of all of it.</summary>
    public ulong SizeBytes => End - ImageStart;
}
