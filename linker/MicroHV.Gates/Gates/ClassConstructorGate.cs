// Refuses static constructors that would have to run.
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>
/// ILC computes static initialisers while compiling where it can. Where it cannot, it leaves a class constructor and a test
/// at every access to the class; nothing here runs the constructor, so the fields would silently be zero.
/// </summary>
public static class ClassConstructorGate
{
    private const string Constructor = "___cctor";

    /// <summary>The class constructors of <paramref name="file"/>.</summary>
    public static IEnumerable<Finding> Check(ElfFile file) =>
        file.Symbols
            .Select(symbol => symbol.Name)
            .Where(name => name.EndsWith(Constructor, StringComparison.Ordinal)
                && !name.StartsWith("_lsda", StringComparison.Ordinal))
            .Select(name => new Finding(
                "constructors",
                $"class {name[..^Constructor.Length]} has a static constructor that the compiler could not compute",
                "write the value as a constant or as a property with '=>', or assign it in a method that boot calls"));
}
