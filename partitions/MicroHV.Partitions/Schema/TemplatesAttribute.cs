// The key under which templates stand by name.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a table of tables, each a section that may lack what it would have to have.</summary>
/// <param name="name">The key.</param>
/// <param name="section">The type of section that a template is a part of.</param>
internal sealed class TemplatesAttribute(string name, Type section) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "tables by name";

    /// <inheritdoc/>
    public override object Read(string saidName, Node node, TableReading reading)
    {
        List<Written<string>> names = [];
        if (node is TableNode templates)
        {
            foreach ((string template, TableEntry entry) in templates.Entries)
            {
                names.Add(new Written<string>(template, entry.KeyPlace));
                _ = reading.ReadNested(
                    SectionModel.Of(section), template, entry.Value, $"write a table [{saidName}.{template}]", isPartial: true);
            }
        }
        else
        {
            reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write a table [{saidName}.…]");
        }

        return names;
    }

    /// <inheritdoc/>
    public override object ReadAbsent(TableReading reading) => new List<Written<string>>();

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = definitions.Reference(SectionModel.Of(section), isPartial: true),
    };
}
