// One rule, broken by one change of the good system, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

/// <summary>A change that breaks a rule, and one beside it that does not.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Broken">The change that breaks it.</param>
/// <param name="Says">All that is then said, without the file's name.</param>
/// <param name="Kept">The change that just keeps it.</param>
internal sealed record RuleCase(string Id, Change Broken, string[] Says, Change Kept)
{
    /// <summary>For the name of a test.</summary>
    public override string ToString() => $"{Id} {Broken}";
}
