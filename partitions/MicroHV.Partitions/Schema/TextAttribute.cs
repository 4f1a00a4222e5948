// A key whose value is a string.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a string.</summary>
internal class TextAttribute(string name) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Example { get; init; } = "\"…\"";

    /// <inheritdoc/>
    public override string Kind => "string";

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is ScalarNode { Value: string text })
        {
            return new Written<string>(text, node.Place);
        }

        reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", "write a string in double quotes");
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) => new() { ["type"] = "string" };
}
