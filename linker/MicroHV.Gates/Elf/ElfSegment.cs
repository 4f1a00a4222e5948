// One program header of an ELF file.
namespace MicroHV.Gates.Elf;

/// <summary>One program header: a range of the file, where it is loaded and what may be done with it.</summary>
/// <param name="Type">System V ABI, "Program Header": p_type; 1 is PT_LOAD, 4 is PT_NOTE.</param>
/// <param name="Flags">1 executable, 2 writable, 4 readable.</param>
/// <param name="Offset">Where its bytes lie in the file.</param>
/// <param name="VirtualAddress">Where it is linked.</param>
/// <param name="PhysicalAddress">Where a loader puts it.</param>
/// <param name="FileSizeBytes">Bytes in the file.</param>
/// <param name="MemorySizeBytes">Bytes in memory; the rest is zero.</param>
public sealed record ElfSegment(
    uint Type,
    uint Flags,
    ulong Offset,
    ulong VirtualAddress,
    ulong PhysicalAddress,
    ulong FileSizeBytes,
    ulong MemorySizeBytes)
{
    /// <summary>Whether a loader puts it into memory.</summary>
    public bool IsLoaded => Type == 1;

    /// <summary>Whether it is a PT_NOTE.</summary>
    public bool IsNote => Type == 4;

    /// <summary>Whether instructions may be fetched from it.</summary>
    public bool IsExecutable => (Flags & 1) != 0;

    /// <summary>Whether it may be written.</summary>
    public bool IsWritable => (Flags & 2) != 0;
}
