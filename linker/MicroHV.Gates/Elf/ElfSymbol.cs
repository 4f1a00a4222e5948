// One symbol of an ELF file.
namespace MicroHV.Gates.Elf;

/// <summary>One symbol.</summary>
/// <param name="Name">Its name; empty for section symbols.</param>
/// <param name="Value">Its address; in an object file, its offset in the section.</param>
/// <param name="SizeBytes">Size, or 0 if the assembler did not say.</param>
/// <param name="IsFunction">Whether it is of type STT_FUNC.</param>
/// <param name="SectionIndex">Index of its section; 0 if undefined, 0xFFF1 if absolute.</param>
public sealed record ElfSymbol(string Name, ulong Value, ulong SizeBytes, bool IsFunction, ushort SectionIndex)
{
    /// <summary>Whether another object must define it.</summary>
    public bool IsUndefined => SectionIndex == 0 && Name.Length > 0;
}
