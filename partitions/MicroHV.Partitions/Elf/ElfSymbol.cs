// A symbol of an ELF file.
namespace MicroHV.Partitions.Elf;

/// <summary>One entry of the symbol table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its address.</param>
public readonly record struct ElfSymbol(string Name, ulong Value);
