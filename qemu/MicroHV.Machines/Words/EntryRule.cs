// A rule of the manuals that a refused VM entry broke.
namespace MicroHV.Machines;

/// <summary>A rule: of <c>VmxEntryRule</c> or of <c>SvmEntryRule</c>.</summary>
/// <param name="Id">Its number; 0 if no known rule is broken.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sentence">What it demands.</param>
public sealed record EntryRule(uint Id, string Name, string Sentence)
{
    /// <summary>Name and sentence.</summary>
    public override string ToString() => $"{Name}: {Sentence}";
}
