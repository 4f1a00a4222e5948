// Writes docs/rules.md.
using System.Text;
using MicroHV.Partitions.Rules;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>The page of all ids, from the rules' own sentences.</summary>
internal static class RulesPage
{
    // What is found before there is a plan that a rule could look at.
    private static readonly (string Id, string Sentence)[] _reading =
    [
        ("MHV0001", "A description is TOML."),
        ("MHV0002", "A key is one of those that its table knows."),
        ("MHV0003", "What a table requires is there."),
        ("MHV0004", "A value has the type that its key asks for."),
        ("MHV0005", "A value can be read: a number with its unit, or one of the words that its key knows."),
        ("MHV0006", "A description is a file that can be read."),
        ("MHV0210", "Every region has room in the machine's memory."),
        ("MHV0502", "A project builds."),
        ("MHV0503", "A project leaves an image where its kit puts it."),
    ];

    private static readonly (string Prefix, string Title)[] _groups =
    [
        ("MHV00", "The description as text"),
        ("MHV01", "Names, texts, numbers of things"),
        ("MHV02", "Memory"),
        ("MHV03", "Windows"),
        ("MHV04", "Ports"),
        ("MHV05", "Images and projects"),
        ("MHV06", "The machine and the kernel's own memory"),
        ("MHV07", "Expectations"),
        ("MHV08", "Isolation"),
    ];

    /// <summary>All ids with their sentences.</summary>
    public static IReadOnlyList<(string Id, string Sentence)> Rules { get; } =
        [.. _reading.Concat(RuleBook.Sentences).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        StringBuilder page = new();
        _ = page.Append(
            """
            # Rules

            Every diagnostic of `microhv check` has the id of the rule that was broken. This page is generated from the rules
            themselves; `tests/MicroHV.Image.Tests` says when it is stale, and how to bring it up to date.

            """);
        foreach ((string prefix, string title) in _groups)
        {
            _ = page.Append($"\n## {title}\n\n| Id | What must hold |\n|---|---|\n");
            foreach ((string id, string sentence) in Rules.Where(rule => InGroup(rule.Id, prefix)))
            {
                _ = page.Append($"| {id} | {sentence} |\n");
            }
        }

        return page.ToString();
    }

    private static bool InGroup(string id, string prefix) => id.StartsWith(prefix, StringComparison.Ordinal);
}
