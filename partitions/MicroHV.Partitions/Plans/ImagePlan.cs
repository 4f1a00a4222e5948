// The image of a partition.
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>The ELF file that a partition runs.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="ShownPath">The path relative to the system's folder.</param>
/// <param name="Place">Where the path is written.</param>
/// <param name="Elf">The file's contents, or null if it cannot be used.</param>
/// <param name="Problem">Why it cannot be used, unless its project did not build.</param>
public sealed record ImagePlan(string Path, string ShownPath, Place Place, ElfImage? Elf, string? Problem);
