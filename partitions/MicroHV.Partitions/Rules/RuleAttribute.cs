// Marks a method as a rule.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>A rule: one id, one sentence, one method from the plan to what breaks it.</summary>
/// <param name="id"><c>MHVnnnn</c>.</param>
/// <param name="sentence">What must hold.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuleAttribute(string id, string sentence) : Attribute
{
    /// <summary><c>MHVnnnn</c>.</summary>
    public string Id => id;

    /// <summary>What must hold.</summary>
    public string Sentence => sentence;

    /// <summary>How grave a breach is.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Whether the rule may look only at plans that no other rule refuses; warnings and notes always do.</summary>
    public bool NeedsGoodPlan { get; init; }
}
