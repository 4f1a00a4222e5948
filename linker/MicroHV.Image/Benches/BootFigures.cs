// What a boot costs, and how large the kernel is.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Elf;

namespace MicroHV.Image.Benches;

/// <summary>Figures of one boot, in ticks of the TSC: instructions on the emulators.</summary>
/// <param name="Checksums">For the checksums of the blob.</param>
/// <param name="Calibration">For measuring the clocks.</param>
/// <param name="Rest">For all else, from the kernel's first 64-bit instruction to the last partition loaded.</param>
/// <param name="Sleep">From there to major frame 0: ticks in which the kernel sleeps, but for the first few.</param>
/// <param name="FirstEntry">From there to the start of main of the first partition, in qemu/benches/trips.</param>
/// <param name="CodeAndDataSizeBytes">Code and data of the kernel, without page-aligned tables and stacks.</param>
/// <param name="ImageSizeBytes">The kernel's image in memory.</param>
/// <param name="BlobSizeBytes">The blob.</param>
/// <param name="PoolUsedSizeBytes">Frames in use when the first partition starts.</param>
/// <param name="PoolSizeBytes">All frames of the pool.</param>
internal sealed record BootFigures(
    ulong Checksums,
    ulong Calibration,
    ulong Rest,
    ulong Sleep,
    ulong FirstEntry,
    ulong CodeAndDataSizeBytes,
    ulong ImageSizeBytes,
    ulong BlobSizeBytes,
    ulong PoolUsedSizeBytes,
    ulong PoolSizeBytes)
{
    /// <summary>Most instructions that <see cref="ToPartition"/> may be.</summary>
    public const ulong ToPartitionGoal = 3_000_000;

    /// <summary>Most bytes that code and data may have.</summary>
    public const ulong CodeAndDataGoal = 96 * 1024;

    /// <summary>Most bytes of RAM that the kernel may have for the demo, blob and pool included.</summary>
    public const ulong RamGoal = 1024 * 1024;

    private const ulong FrameSizeBytes = 4096;

    /// <summary>All ticks from the kernel's entry to the first partition, less checksums and calibration.</summary>
    public ulong ToPartition => Rest + Sleep + FirstEntry;

    /// <summary>RAM that the kernel uses.</summary>
    public ulong UsedRamSizeBytes => ImageSizeBytes + BlobSizeBytes + PoolUsedSizeBytes;

    /// <summary>RAM that is the kernel's, used or not.</summary>
    public ulong RamSizeBytes => ImageSizeBytes + BlobSizeBytes + PoolSizeBytes;

    /// <summary>True if every goal is met.</summary>
    public bool MeetsGoals =>
        ToPartition <= ToPartitionGoal && CodeAndDataSizeBytes <= CodeAndDataGoal && RamSizeBytes <= RamGoal;

    /// <summary>The figures of a boot.</summary>
    /// <param name="record">What the kernel told.</param>
    /// <param name="kernel">kernel.elf.</param>
    /// <param name="blobSizeBytes">Size of the blob that it booted.</param>
    /// <param name="firstEntry">Ticks from the start of major frame 0 to the first partition.</param>
    public static BootFigures Of(in BootRecord record, ElfImage kernel, ulong blobSizeBytes, ulong firstEntry)
    {
        ulong checksums = record.ChecksumEndTsc - record.ChecksumStartTsc;
        ulong calibration = record.CalibrationEndTsc - record.CalibrationStartTsc;
        ulong all = record.LoadedTsc - record.EntryTsc;
        ulong codeAndData = Between(kernel, "_text_start", "_text_end")
            + Between(kernel, "_rodata_start", "_rodata_end")
            + Between(kernel, "_data_start", "_data_end")
            + Between(kernel, "_bss_page_aligned_end", "_bss_end");
        return new BootFigures(
            checksums,
            calibration,
            all - checksums - calibration,
            record.EpochTsc - record.LoadedTsc,
            firstEntry,
            codeAndData,
            record.KernelImageSizeBytes,
            blobSizeBytes,
            record.PoolFramesUsed * FrameSizeBytes,
            record.PoolFramesTotal * FrameSizeBytes);
    }

    private static ulong Between(ElfImage kernel, string start, string end) => Symbol(kernel, end) - Symbol(kernel, start);

    private static ulong Symbol(ElfImage kernel, string name) =>
        kernel.FindSymbol(name) ?? throw new InvalidDataException($"kernel.elf has no symbol {name}");
}
