// The key of events that a run must show.
using System.Text.Json.Nodes;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of an array of <c>"partition: Event"</c>.</summary>
internal sealed class ExpectedErrorsAttribute(string name) : KeyAttribute(name)
{
    private static readonly HealthEvent[] _codes =
        [.. HealthWords.Events.Where(code => AllowedActions.OfPartition(code) != 0)];

    /// <inheritdoc/>
    public override string Kind => "array of `\"partition: Event\"`";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        List<Written<ErrorOfPartition>> errors = [];
        if (node is not ListNode list)
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write an array: {saidName} = [ … ]");
            return errors;
        }

        foreach (Node item in list.Items)
        {
            if (ReadOne(item, reading) is ErrorOfPartition error)
            {
                errors.Add(new Written<ErrorOfPartition>(error, item.Place));
            }
        }

        return errors;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => new List<Written<ErrorOfPartition>>();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $"^[^:]*:\\s*({string.Join('|', _codes)})\\s*$",
        },
    };

    private static ErrorOfPartition? ReadOne(Node node, TableReading reading)
    {
        const string WayOut = "write \"general: MemoryViolation\"";
        if (node is not ScalarNode { Value: string text })
        {
            reading.Break("MHV0004", node.Place, $"an expected error is {node.Kind}", WayOut);
            return null;
        }

        string[] parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        HealthEvent error = Array.Find(_codes, code => code.ToString() == parts[^1]);
        if (parts.Length == 2 && error != HealthEvent.None)
        {
            return new ErrorOfPartition(parts[0], error);
        }

        reading.Break(
            "MHV0005", node.Place, $"'{text}' is no expected error",
            $"{WayOut}; the errors are {string.Join(", ", _codes)}");
        return null;
    }
}
