// A key whose value is a path.
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a path, relative to the folder of the file that it is written in.</summary>
internal sealed class PathAttribute(string name) : TextAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "path";

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is not ScalarNode { Value: string text } || DescriptionText.IsPath(text))
        {
            return base.Read(saidName, node, reading);
        }

        reading.Break("MHV0005", node.Place, $"'{text}' is no path for '{saidName}'", "write a path in this folder or from it");
        return null;
    }
}
