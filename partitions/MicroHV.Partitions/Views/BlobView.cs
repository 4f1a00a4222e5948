// The blob of a view.
namespace MicroHV.Partitions.Views;

/// <summary>The blob that a view was read from.</summary>
/// <param name="LayoutVersion">The version of its layout.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">SHA-256 over all of it: two views with the same one are of the same system.</param>
/// <param name="FrameLimit">Major frames after which the kernel stops by itself; 0 means never.</param>
/// <param name="StopsWhenAllIdle">Whether the kernel stops when all partitions are idle.</param>
public sealed record BlobView(
    uint LayoutVersion, ulong SizeBytes, string Sha256, ulong FrameLimit, bool StopsWhenAllIdle);
