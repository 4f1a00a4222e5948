// Writes docs/rules.md.
using System.Text;
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>The page of all ids, from the rules' own sentences.</summary>
internal static class RulesPage
{
    private static readonly (string Prefix, string Title)[] _groups =
    [
        ("MHV00", "The description as text"),
        ("MHV01", "Names, texts, numbers of things"),
        ("MHV02", "Memory"),
        ("MHV03", "Windows"),
        ("MHV04", "Ports, MSRs and CPUID"),
        ("MHV05", "Images and projects"),
        ("MHV06", "The machine and the kernel's own memory"),
        ("MHV07", "Expectations"),
        ("MHV08", "Isolation"),
        ("MHV09", "What this version of the kernel runs"),
        ("MHV10", "Health"),
    ];

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        StringBuilder page = new();
        _ = page.Append(
            """
            # Rules

            Every diagnostic of `microhv check` has the id of the rule that was broken. Breaches are errors unless the table says
            that they are warnings, which `--deny-warnings` refuses too, or notes. This page is generated from the rules
            themselves: `./microhv test --refresh` writes it anew.

            """);
        foreach ((string prefix, string title) in _groups)
        {
            _ = page.Append($"\n## {title}\n\n| Id | What must hold | |\n|---|---|---|\n");
            foreach (RuleSentence rule in RuleBook.Sentences.Where(rule => InGroup(rule.Id, prefix)))
            {
                string severity = rule.Severity == Severity.Error ? "" : rule.Severity.ToString().ToLowerInvariant();
                _ = page.Append($"| {rule.Id} | {rule.Sentence} | {severity} |\n");
            }
        }

        return page.ToString();
    }

    private static bool InGroup(string id, string prefix) => id.StartsWith(prefix, StringComparison.Ordinal);
}
