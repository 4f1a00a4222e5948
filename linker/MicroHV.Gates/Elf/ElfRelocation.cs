// One place in an object file that awaits the address of a symbol.
namespace MicroHV.Gates.Elf;

/// <summary>One place in an object file that awaits the address of a symbol.</summary>
/// <param name="SectionIndex">Index of the section that holds the place.</param>
/// <param name="Offset">Offset of the place in the section.</param>
/// <param name="SymbolIndex">Index of the symbol in <see cref="ElfFile.Symbols"/>.</param>
public sealed record ElfRelocation(uint SectionIndex, ulong Offset, uint SymbolIndex);
