// Refuses an object file that needs a runtime.
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>
/// An object file may need only the symbols that its C# declares to be in assembly, and four that the compiler asks for in
/// any case. Everything else would be a garbage collector, exceptions or a library.
/// </summary>
public static class UndefinedSymbolGate
{
    private static readonly string[] _always =
    [
        "RhpReversePInvoke", "RhpReversePInvokeReturn", "RhpFallbackFailFast", "__security_cookie",
    ];

    private static readonly Dictionary<string, string> _wayOut = new(StringComparer.Ordinal)
    {
        ["RhpNewFast"] = "an object is created there; use a struct",
        ["RhpNewFinalizable"] = "an object is created there; use a struct",
        ["RhpNewArrayFast"] = "an array is created there; use a span over memory that exists, or a fixed buffer",
        ["RhpNewPtrArrayFast"] = "an array is created there; use a span over memory that exists, or a fixed buffer",
        ["RhpAssignRef"] = "a reference to an object is stored there; keep an index or a pointer",
        ["RhpCheckedAssignRef"] = "a reference to an object is stored there; keep an index or a pointer",
        ["RhpByRefAssignRef"] = "a reference to an object is stored there; keep an index or a pointer",
        ["RhpThrowEx"] = "an exception is thrown there; return an outcome, or stop",
        ["RhpRethrow"] = "an exception is thrown there; return an outcome, or stop",
        ["RhpStackProbe"] = "its locals exceed one page; keep them below 1 KiB",
        ["RhpPInvoke"] = "foreign code is called there; declare the function with [RuntimeImport]",
        ["RhpGcPoll"] = "foreign code is called there; declare the function with [RuntimeImport]",
    };

    /// <summary>What <paramref name="file"/> needs beyond <paramref name="declared"/>.</summary>
    public static IEnumerable<Finding> Check(ElfFile file, IReadOnlySet<string> declared)
    {
        for (int i = 0; i < file.Symbols.Count; i++)
        {
            string name = file.Symbols[i].Name;
            if (!file.Symbols[i].IsUndefined || declared.Contains(name) || _always.Contains(name))
            {
                continue;
            }

            string wayOut = _wayOut.GetValueOrDefault(
                name, "declare it with [RuntimeImport] if assembly provides it, else do without what needs it");
            yield return new Finding("externs", $"{Users(file, i)} needs the symbol '{name}'", wayOut);
        }
    }

    private static string Users(ElfFile file, int symbolIndex)
    {
        string[] users =
        [
            .. file.Relocations
                .Where(relocation => relocation.SymbolIndex == symbolIndex)
                .Select(relocation => file.FunctionAt(relocation.SectionIndex, relocation.Offset)?.Name)
                .OfType<string>()
                .Distinct(),
        ];
        return users.Length == 0 ? "the object file" : string.Join(", ", users);
    }
}
