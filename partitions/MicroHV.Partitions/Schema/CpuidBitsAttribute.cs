// A key whose value names bits of CPUID.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Policy;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of an array of features of CPUID.</summary>
internal sealed class CpuidBitsAttribute(string name) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "array of features, or of `\"leaf.subleaf.register.bit\"`";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        List<Written<CpuidBit>> bits = [];
        if (node is not ListNode list)
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write an array: {saidName} = [ … ]");
            return bits;
        }

        foreach (Node item in list.Items)
        {
            bits.AddRange(ReadOne(item, reading).Select(bit => new Written<CpuidBit>(bit, item.Place)));
        }

        return bits;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => new List<Written<CpuidBit>>();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions)
    {
        JsonArray names = [.. CpuidFeatures.All.Select(feature => JsonValue.Create(feature.Name))];
        const string Number = "(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)";
        JsonObject bit = new()
        {
            ["type"] = "string",
            ["pattern"] = $"^{Number}\\.{Number}\\.e[abcd]x\\.{Number}$",
        };
        return new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = names }, bit) },
        };
    }

    private static IReadOnlyList<CpuidBit> ReadOne(Node node, TableReading reading)
    {
        const string WayOut = "write \"avx\" or \"7.0.ebx.18\"";
        if (node is not ScalarNode { Value: string text })
        {
            reading.Break("MHV0004", node.Place, $"a feature of CPUID is {node.Kind}", WayOut);
            return [];
        }

        if (CpuidFeatures.Find(text) is IReadOnlyList<CpuidBit> bits)
        {
            return bits;
        }

        string nearest = NearestName.Of(text, [.. CpuidFeatures.All.Select(feature => feature.Name)]);
        reading.Break("MHV0005", node.Place, $"'{text}' is no feature of CPUID", $"did you mean '{nearest}'? or {WayOut}");
        return [];
    }
}
