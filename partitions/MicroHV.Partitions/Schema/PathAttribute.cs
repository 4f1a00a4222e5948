// A key whose value is a path.
namespace MicroHV.Partitions.Schema;

/// <summary>A key of a path, relative to the folder of the file that it is written in.</summary>
internal sealed class PathAttribute(string name) : TextAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "path";
}
