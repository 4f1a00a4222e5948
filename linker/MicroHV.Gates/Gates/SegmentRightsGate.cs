// Refuses an image with memory that may be both written and executed.
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>No loaded part of an image is both writable and executable, and no two parts share a page.</summary>
public static class SegmentRightsGate
{
    private const ulong PageSizeBytes = 0x1000;

    /// <summary>The parts of <paramref name="image"/> that break the rule.</summary>
    public static IEnumerable<Finding> Check(ElfFile image)
    {
        ElfSegment[] loaded = [.. image.Segments.Where(segment => segment.IsLoaded)];
        foreach (ElfSegment segment in loaded.Where(segment => segment.IsWritable && segment.IsExecutable))
        {
            yield return new Finding(
                "rights",
                $"the segment at 0x{segment.VirtualAddress:X} may be written and executed",
                "give its sections a place in linker/kernel.ld according to what they hold");
        }

        foreach ((ElfSegment first, ElfSegment second) in loaded.Zip(loaded.Skip(1)))
        {
            ulong lastPage = (first.VirtualAddress + Math.Max(first.MemorySizeBytes, 1) - 1) / PageSizeBytes;
            if (lastPage >= second.VirtualAddress / PageSizeBytes)
            {
                yield return new Finding(
                    "rights",
                    $"the segments at 0x{first.VirtualAddress:X} and 0x{second.VirtualAddress:X} share a page",
                    "start each segment on a page of its own in linker/kernel.ld");
            }
        }
    }
}
