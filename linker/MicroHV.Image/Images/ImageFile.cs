// A built image, read back.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Machines;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Images;

/// <summary>
/// A system.blob, system.elf or system.iso, known by its contents. The blob in it is opened by the kernel's own reader: a
/// damaged one is refused as the kernel would refuse it.
/// </summary>
internal static class ImageFile
{
    private const int SectorSizeBytes = 2048;
    private const int VolumeDescriptorOffset = 16 * SectorSizeBytes;

    private static ReadOnlySpan<byte> ElfMagic => "\u007fELF"u8;

    /// <summary>What <paramref name="file"/> is by its contents; null if it is no image.</summary>
    public static ViewOrigin? OriginOf(ReadOnlySpan<byte> file)
    {
        if (BlobReader.IsBlob(file))
        {
            return ViewOrigin.Blob;
        }

        if (file.StartsWith(ElfMagic))
        {
            return ViewOrigin.Elf;
        }

        // ECMA-119, "Volume Descriptor": its identifier follows its type.
        bool isDisc = file.Length > VolumeDescriptorOffset + SectorSizeBytes
            && file[(VolumeDescriptorOffset + 1)..].StartsWith("CD001"u8);
        return isDisc ? ViewOrigin.Iso : null;
    }

    /// <summary>The view of the system in <paramref name="file"/>.</summary>
    /// <param name="path">Its path as the user would name it.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="origin">What it is.</param>
    /// <exception cref="InvalidDataException">There is no system in it, or a damaged one.</exception>
    public static SystemView Read(string path, ReadOnlyMemory<byte> file, ViewOrigin origin)
    {
        try
        {
            string name = Path.GetFileName(path);
            if (origin == ViewOrigin.Blob)
            {
                ulong place = BlobReader.PlaceOf(file.Span);
                return SystemViews.Of(name, origin, file.Span, Place(BlobReader.ImageStart, place));
            }

            (ElfImage elf, ElfSegment blob) = origin == ViewOrigin.Elf ? InElf(file) : InDisc(file);
            ulong start = elf.Segments.Min(segment => segment.PhysicalAddress);
            return SystemViews.Of(name, origin, blob.Bytes.Span, Place(start, blob.PhysicalAddress));
        }
        catch (RefusedBlobException refusal)
        {
            ConfigVerdict verdict = refusal.Verdict;
            StopRecord record = new()
            {
                Reason = verdict.Reason,
                Detail0 = verdict.Detail0,
                Detail1 = verdict.Detail1,
            };
            throw new InvalidDataException($"{path}: the kernel would refuse it. {StopWords.Sentence(in record)}");
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path}: {problem.Message}");
        }
    }

    private static KernelPlace Place(ulong imageStart, ulong blobStart) =>
        new() { ImageStart = imageStart, BlobStart = blobStart };

    private static (ElfImage Elf, ElfSegment Blob) InElf(ReadOnlyMemory<byte> file)
    {
        ElfImage? elf = ElfImage.TryRead(file, out string? problem);
        if (elf is null)
        {
            throw new InvalidDataException($"this ELF file is none that MicroHV boots: it {problem}");
        }

        return BlobOf(elf) is ElfSegment blob
            ? (elf, blob)
            : throw new InvalidDataException(
                "there is no blob in this ELF file; name the system.elf or system.blob that 'microhv build' leaves");
    }

    // A file on a disc lies in one piece from the start of a sector on (ECMA-119, "File Section"), and system.elf is the
    // one with a blob in it.
    private static (ElfImage Elf, ElfSegment Blob) InDisc(ReadOnlyMemory<byte> disc)
    {
        for (int offset = 0; offset < disc.Length; offset += SectorSizeBytes)
        {
            if (disc.Span[offset..].StartsWith(ElfMagic)
                && ElfImage.TryRead(disc[offset..], out _) is ElfImage elf
                && BlobOf(elf) is ElfSegment blob)
            {
                return (elf, blob);
            }

            if (offset > int.MaxValue - SectorSizeBytes)
            {
                break;
            }
        }

        throw new InvalidDataException("there is no system.elf on this disc");
    }

    private static ElfSegment? BlobOf(ElfImage elf) =>
        elf.Segments.FirstOrDefault(segment => BlobReader.IsBlob(segment.Bytes.Span));
}
