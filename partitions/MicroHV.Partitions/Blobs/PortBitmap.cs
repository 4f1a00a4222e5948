// Which I/O ports a partition may use without an exit.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>
/// A set bit refuses the port. VMX reads the first 8 KiB as I/O bitmaps A and B (SDM 3C, "I/O-Bitmap Addresses"), SVM
/// all 12 KiB as its I/O permissions map (APM 2, "I/O Permissions Map").
/// </summary>
internal static class PortBitmap
{
    /// <summary>All ones but for the granted ports.</summary>
    public static byte[] Of(IEnumerable<PortPlan> grants)
    {
        byte[] bitmap = new byte[PartitionRecord.PortBitmapSizeBytes];
        Array.Fill(bitmap, (byte)0xFF);
        foreach (PortPlan grant in grants.Where(grant => grant.IsWellFormed))
        {
            for (ulong port = grant.First; port <= grant.Last; port++)
            {
                bitmap[port / 8] &= (byte)~(1 << (int)(port % 8));
            }
        }

        return bitmap;
    }
}
