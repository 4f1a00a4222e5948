// Makes a property of a section a key of its table.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key: its name, its kind of value, whether it must be there, and what its absence means.</summary>
/// <param name="name">The key as it is written.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class KeyAttribute(string name) : Attribute
{
    /// <summary>The key as it is written.</summary>
    public string Name => name;

    /// <summary>Whether the table must have the key.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value of an absent key, in TOML; null if an absent key has no value.</summary>
    public string? Default { get; init; }

    /// <summary>What an absent key without a value means, for the reference page.</summary>
    public string? Absent { get; init; }

    /// <summary>Whether the path of a file that has this section alone may stand for it.</summary>
    public bool AllowsFile { get; init; }

    /// <summary>A value for the message that says that the key is missing, in TOML.</summary>
    public virtual string Example { get; init; } = "…";

    /// <summary>The kind of value, for the reference page, in Markdown.</summary>
    public abstract string Kind { get; }

    /// <summary>The value that <paramref name="node"/> has, or null if it has none, which is told.</summary>
    /// <param name="saidName">The key as messages say it.</param>
    /// <param name="node">What is written.</param>
    /// <param name="reading">The table that the key stands in.</param>
    public abstract object? Read(string saidName, Node node, TableReading reading);

    /// <summary>The value of a key that is not there and has no default.</summary>
    /// <param name="reading">The table that the key is absent from.</param>
    public virtual object? ReadAbsent(TableReading reading) => null;

    /// <summary>What JSON Schema says of the value.</summary>
    /// <param name="definitions">Where schemas of other sections are found.</param>
    public abstract JsonObject Describe(SchemaDefinitions definitions);
}
