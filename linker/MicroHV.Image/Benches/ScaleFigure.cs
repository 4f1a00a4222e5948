// What a boot costs with so many partitions, or so many CPUs.
using MicroHV.Kernel.Abi;

namespace MicroHV.Image.Benches;

/// <summary>Figures of one boot.</summary>
/// <param name="Count">How many partitions, or CPUs.</param>
/// <param name="Instructions">From the kernel's entry until all is loaded and every CPU waits, without measuring the clocks.</param>
/// <param name="Checksums">How many of them are for the checksums of the blob.</param>
/// <param name="RamSizeBytes">The kernel's image, its blob and all frames of its pool.</param>
internal sealed record ScaleFigure(int Count, ulong Instructions, ulong Checksums, ulong RamSizeBytes)
{
    private const ulong FrameSizeBytes = 4096;

    /// <summary>The figures of a boot.</summary>
    /// <param name="count">How many partitions or CPUs it has.</param>
    /// <param name="record">What the kernel told.</param>
    /// <param name="blobSizeBytes">Size of the blob that it booted.</param>
    public static ScaleFigure Of(int count, in BootRecord record, ulong blobSizeBytes) => new(
        count,
        record.LoadedTsc - record.EntryTsc - (record.CalibrationEndTsc - record.CalibrationStartTsc),
        record.ChecksumEndTsc - record.ChecksumStartTsc,
        record.KernelImageSizeBytes + blobSizeBytes + (record.PoolFramesTotal * FrameSizeBytes));
}
