// A key whose value is a section of its own.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a table; an absent one is as an empty one.</summary>
/// <param name="name">The key.</param>
/// <param name="section">The type of section that the table becomes.</param>
internal sealed class TableAttribute(string name, Type section) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => SectionModel.Of(section).KindOfOne;

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading) =>
        reading.ReadNested(SectionModel.Of(section), saidName, node, $"write a table: {saidName} = {{ … }}");

    /// <inheritdoc/>
    public override object? ReadAbsent(TableReading reading) => reading.ReadEmpty(SectionModel.Of(section), IsRequired);

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions) => definitions.Reference(SectionModel.Of(section));
}
