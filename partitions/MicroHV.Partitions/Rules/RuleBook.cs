// All rules, and how a plan is held against them.
using System.Reflection;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>The rules of this folder, by id.</summary>
public static class RuleBook
{
    private static readonly Rule[] _rules =
    [
        .. Find().OrderBy(rule => rule.NeedsGoodPlan).ThenBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    private delegate IEnumerable<Breach> Check(SystemPlan plan);

    /// <summary>Every rule, by id, those among them that are found broken before there is a plan.</summary>
    public static IReadOnlyList<RuleSentence> Sentences { get; } =
    [
        .. _rules.Select(rule => new RuleSentence(rule.Id, rule.Severity, rule.Sentence))
            .Concat(ReadingRules.All)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>Adds what is wrong with <paramref name="plan"/> to <paramref name="findings"/>.</summary>
    public static void Apply(SystemPlan plan, Findings findings)
    {
        foreach (Rule rule in _rules.Where(rule => !rule.NeedsGoodPlan || !findings.HasErrors))
        {
            foreach (Breach breach in rule.Check(plan))
            {
                findings.Add(rule.Id, breach.Place, breach.Message, breach.WayOut, rule.Severity);
            }
        }
    }

    private static IEnumerable<Rule> Find()
    {
        Type[] types = typeof(RuleBook).Assembly.GetTypes();
        foreach (Type type in types.Where(type => type.Namespace == typeof(RuleBook).Namespace))
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            {
                if (method.GetCustomAttribute<RuleAttribute>() is RuleAttribute rule)
                {
                    // Advice about a plan that is refused anyway would only hide why.
                    bool needsGoodPlan = rule.NeedsGoodPlan || rule.Severity != Severity.Error;
                    yield return new Rule(
                        rule.Id, rule.Sentence, rule.Severity, needsGoodPlan, method.CreateDelegate<Check>());
                }
            }
        }
    }

    private sealed record Rule(string Id, string Sentence, Severity Severity, bool NeedsGoodPlan, Check Check);
}
