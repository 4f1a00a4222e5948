// Says what kind of table a type of section is read from.
namespace MicroHV.Partitions.Schema;

/// <summary>What the table of a section is called, and what else may stand in its place.</summary>
/// <param name="phrase">The table in a message: <c>a partition</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SectionAttribute(string phrase) : Attribute
{
    /// <summary>The table in a message.</summary>
    public string Phrase => phrase;

    /// <summary>The key whose value may stand instead of the whole table; null if there is none.</summary>
    public string? ShortForm { get; init; }

    /// <summary>What the reference page calls one, in Markdown; null to list the keys.</summary>
    public string? Kind { get; init; }

    /// <summary>Keys that a later version may know and this one refuses.</summary>
    public string[] Reserved { get; init; } = [];
}
