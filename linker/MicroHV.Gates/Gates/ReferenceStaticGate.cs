// Refuses static fields that refer to objects.
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>
/// A mutable static field of a reference type lives in a block that only a runtime sets up. Without one, reading it reads
/// whatever lies there.
/// </summary>
public static class ReferenceStaticGate
{
    private static readonly string[] _prefixes = ["__GCSTATICS", "__THREADSTATIC", "__GetThreadStaticBase"];

    /// <summary>The classes of <paramref name="file"/> with such fields.</summary>
    public static IEnumerable<Finding> Check(ElfFile file) =>
        from symbol in file.Symbols
        from prefix in _prefixes
        where symbol.Name.StartsWith(prefix, StringComparison.Ordinal)
        select new Finding(
            "statics",
            $"class {symbol.Name[prefix.Length..]} has a static field that refers to an object or belongs to a thread",
            "use a struct, a pointer or an index, or pass it as an argument");
}
