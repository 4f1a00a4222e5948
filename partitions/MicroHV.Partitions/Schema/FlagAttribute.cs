// A key whose value is true or false.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a boolean; an absent one is false.</summary>
internal sealed class FlagAttribute : KeyAttribute
{
    /// <summary>The key <paramref name="name"/>.</summary>
    public FlagAttribute(string name)
        : base(name) => Default = "false";

    /// <inheritdoc/>
    public override string Kind => "boolean";

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is ScalarNode { Value: bool value })
        {
            return value;
        }

        reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", "write true or false");
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}
