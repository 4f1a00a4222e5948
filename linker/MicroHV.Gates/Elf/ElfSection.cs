// One section of an ELF file.
namespace MicroHV.Gates.Elf;

/// <summary>One section.</summary>
/// <param name="Name">Its name, with the dot.</param>
/// <param name="Type">System V ABI, "Section Header": sh_type.</param>
/// <param name="Flags">System V ABI, "Section Header": sh_flags.</param>
/// <param name="Address">Where it is loaded; 0 in an object file.</param>
/// <param name="Offset">Where its bytes lie in the file.</param>
/// <param name="SizeBytes">Size in memory.</param>
/// <param name="AppliesTo">System V ABI, "Section Header": sh_info; for relocations, the section that they patch.</param>
public sealed record ElfSection(
    string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong SizeBytes, uint AppliesTo)
{
    private const uint TypeWithoutBytes = 8;

    /// <summary>Whether it holds instructions.</summary>
    public bool IsExecutable => (Flags & 4) != 0;

    /// <summary>Whether it occupies memory when the program runs.</summary>
    public bool IsAllocated => (Flags & 2) != 0;

    /// <summary>Whether the file holds its bytes; false for .bss.</summary>
    public bool HasBytes => Type != TypeWithoutBytes;
}
