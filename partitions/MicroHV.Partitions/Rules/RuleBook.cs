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

    /// <summary>Id and sentence of every rule.</summary>
    public static IEnumerable<(string Id, string Sentence)> Sentences =>
        _rules.Select(rule => (rule.Id, rule.Sentence));

    /// <summary>Adds what is wrong with <paramref name="plan"/> to <paramref name="findings"/>.</summary>
    public static void Apply(SystemPlan plan, Findings findings)
    {
        foreach (Rule rule in _rules.Where(rule => !rule.NeedsGoodPlan || findings.IsEmpty))
        {
            foreach (Breach breach in rule.Check(plan))
            {
                findings.Add(rule.Id, breach.Place, breach.Message, breach.WayOut);
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
                    yield return new Rule(rule.Id, rule.Sentence, rule.NeedsGoodPlan, method.CreateDelegate<Check>());
                }
            }
        }
    }

    private sealed record Rule(string Id, string Sentence, bool NeedsGoodPlan, Check Check);
}
