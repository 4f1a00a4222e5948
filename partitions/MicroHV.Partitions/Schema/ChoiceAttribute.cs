// A key whose value is one of a few words.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of one word of several.</summary>
internal sealed class ChoiceAttribute(string name, params string[] choices) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => string.Join(", ", choices.Select(choice => $"`\"{choice}\"`"));

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is not ScalarNode { Value: string text })
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", "write a string in double quotes");
            return null;
        }

        if (choices.Contains(text))
        {
            return new Written<string>(text, node.Place);
        }

        string list = string.Join(", ", choices.Select(choice => $"\"{choice}\""));
        reading.Break("MHV0005", node.Place, $"'{text}' is no value of '{saidName}'", $"write one of {list}");
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]) };
}
