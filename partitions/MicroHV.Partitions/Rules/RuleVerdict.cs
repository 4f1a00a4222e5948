// A rule, and what it says of a system.
using System.Text.Json.Serialization;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Rules;

/// <summary>A rule's verdict.</summary>
/// <param name="Id"><c>MHVnnnn</c>.</param>
/// <param name="Severity">How grave a breach is.</param>
/// <param name="Sentence">What must hold.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Findings">What it found, in the order of the description; empty unless it advises.</param>
public sealed record RuleVerdict(
    string Id,
    [property: JsonConverter(typeof(LowerCaseEnumConverter<Severity>))] Severity Severity,
    string Sentence,
    Verdict Verdict,
    IReadOnlyList<string> Findings)
{
    /// <summary>What every rule says of a system, by id.</summary>
    /// <param name="system">A system without errors.</param>
    public static IReadOnlyList<RuleVerdict> Of(LoadedSystem system)
    {
        SystemPlan plan = system.Plan ?? throw new ArgumentException("the system has errors", nameof(system));
        ILookup<string, string> findings = system.Diagnostics.ToLookup(
            diagnostic => diagnostic.Id, diagnostic => diagnostic.Message);
        return [.. RuleBook.Sentences.Select(rule => Of(rule, plan, [.. findings[rule.Id]]))];
    }

    private static RuleVerdict Of(RuleSentence rule, SystemPlan plan, IReadOnlyList<string> findings)
    {
        Verdict withoutFindings = RuleSubjects.Has(plan, rule.Id) ? Verdict.Pass : Verdict.NotApplicable;
        return new RuleVerdict(
            rule.Id, rule.Severity, rule.Sentence, findings.Count == 0 ? withoutFindings : Verdict.Advice, findings);
    }
}
