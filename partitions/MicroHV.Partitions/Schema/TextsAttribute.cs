// A key whose value is one string or several.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a string or an array of strings.</summary>
internal sealed class TextsAttribute(string name) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "string, or array of strings";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        List<Written<string>> texts = [];
        foreach (Node item in node is ListNode list ? list.Items : [node])
        {
            if (item is ScalarNode { Value: string text })
            {
                texts.Add(new Written<string>(text, item.Place));
            }
            else
            {
                reading.Break(
                    "MHV0004", item.Place, $"'{saidName}' has {item.Kind}", "write a string in double quotes, or several in [ … ]");
            }
        }

        return texts;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => new List<Written<string>>();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions)
    {
        JsonObject many = new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };
        return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, many) };
    }
}
