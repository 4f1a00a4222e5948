// A key whose value is a table of numbers by name.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of plain numbers by name.</summary>
internal sealed class CountsAttribute(string name) : KeyAttribute(name)
{
    private readonly NumberAttribute _number = new(name);

    /// <inheritdoc/>
    public override string Kind => "table of integers by name";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        List<Written<NamedCount>> counts = [];
        if (node is not TableNode table)
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write a table: {saidName} = {{ … }}");
            return counts;
        }

        foreach ((string name, TableEntry entry) in table.Entries)
        {
            if (_number.Read(name, entry.Value, reading) is Written<ulong> count)
            {
                counts.Add(new Written<NamedCount>(new NamedCount(name, count.Value), entry.KeyPlace));
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => new List<Written<NamedCount>>();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) =>
        new() { ["type"] = "object", ["additionalProperties"] = _number.Describe(definitions) };
}
