// A key whose value is an array of sections.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of an array of tables; an absent one is as an empty one.</summary>
/// <param name="name">The key.</param>
/// <param name="section">The type of section that each table becomes.</param>
internal sealed class TablesAttribute(string name, Type section) : KeyAttribute(name)
{
    /// <summary>Whether one table may stand for an array of one.</summary>
    public bool AllowsOne { get; init; }

    /// <inheritdoc/>
    public override string Kind => $"array of {SectionModel.Of(section).KindOfOne}";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        SectionModel model = SectionModel.Of(section);
        IReadOnlyList<Node> items = [];
        if (node is ListNode list)
        {
            items = list.Items;
        }
        else if (AllowsOne && node is TableNode)
        {
            items = [node];
        }
        else
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write an array: {saidName} = [ … ]");
        }

        System.Collections.IList sections = model.NewList();
        foreach (Node item in items)
        {
            if (reading.ReadNested(model, saidName, item, "write a table: { … }", isElement: true) is Section read)
            {
                _ = sections.Add(read);
            }
        }

        return sections;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => SectionModel.Of(section).NewList();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions)
    {
        JsonObject many = new()
        {
            ["type"] = "array",
            ["items"] = definitions.Reference(SectionModel.Of(section)),
        };
        return AllowsOne
            ? new JsonObject { ["anyOf"] = new JsonArray(definitions.Reference(SectionModel.Of(section)), many) }
            : many;
    }
}
