// A key whose value is several numbers.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of an array of plain numbers.</summary>
internal sealed class NumbersAttribute(string name) : KeyAttribute(name)
{
    private readonly NumberAttribute _number = new(name);

    /// <inheritdoc/>
    public override string Kind => "array of integers";

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is not ListNode list)
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", "write numbers in [ … ]");
            return null;
        }

        return list.Items.Select(item => _number.Read(saidName, item, reading)).OfType<Written<ulong>>().ToList();
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) =>
        new() { ["type"] = "array", ["items"] = _number.Describe(definitions) };
}
