// A loadable segment of an ELF file.
namespace MicroHV.Partitions.Elf;

/// <summary>One program header of type PT_LOAD with its bytes.</summary>
/// <param name="PhysicalAddress">Where it is loaded: <c>p_paddr</c>.</param>
/// <param name="VirtualAddress">Where it runs: <c>p_vaddr</c>.</param>
/// <param name="MemorySizeBytes">Size in memory; what the file does not hold is zero.</param>
/// <param name="Flags">Bit 0 execute, 1 write, 2 read.</param>
/// <param name="Bytes">The bytes that the file holds.</param>
public sealed record ElfSegment(
    ulong PhysicalAddress, ulong VirtualAddress, ulong MemorySizeBytes, uint Flags, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The flag PF_X.</summary>
    public const uint Executable = 1;
}
