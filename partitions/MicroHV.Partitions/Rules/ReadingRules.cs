// Rules that are broken before there is a plan that a rule could look at.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Ids and sentences of what is found while a description is read, its projects built and its memory placed.</summary>
internal static class ReadingRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RuleSentence> All { get; } =
    [
        new("MHV0001", Severity.Error, "A description is TOML."),
        new("MHV0002", Severity.Error, "A key is one of those that its table knows."),
        new("MHV0003", Severity.Error, "What a table requires is there."),
        new("MHV0004", Severity.Error, "A value has the type that its key asks for."),
        new("MHV0005", Severity.Error, "A value can be read: a number with its unit, or one of the words that its key knows."),
        new("MHV0006", Severity.Error, "A description, and every file that it includes, can be read and has at most 1 MiB."),
        new("MHV0007", Severity.Error, "No file includes itself, directly or through others, and chains have at most eight files."),
        new("MHV0008", Severity.Error, "A file that stands for one section has that section and nothing else."),
        new("MHV0009", Severity.Error, "A template that is extended exists."),
        new("MHV0010", Severity.Error, "No template extends itself, directly or through others."),
        new("MHV0011", Severity.Warning, "Somebody extends every template."),
        new("MHV0012", Severity.Error, "No key is used that is reserved for a later version."),
        new("MHV0210", Severity.Error, "Every region has room in the machine's memory."),
        new("MHV0502", Severity.Error, "A project builds."),
        new("MHV0503", Severity.Error, "A project leaves an image where its kit puts it."),
    ];
}
