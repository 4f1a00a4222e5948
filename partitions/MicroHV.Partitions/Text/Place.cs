// A place in a text file.
namespace MicroHV.Partitions.Text;

/// <summary>A place in a text file; line and column count from 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
/// <param name="File">The file, where it is not the description itself but one that it includes.</param>
public readonly record struct Place(int Line, int Column, SourceFile? File = null) : IComparable<Place>
{
    /// <summary>The beginning of the description: where a fault is reported that has no better place.</summary>
    public static Place Start => new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(Place other)
    {
        int order = string.CompareOrdinal(File?.ShownPath, other.File?.ShownPath);
        order = order != 0 ? order : Line.CompareTo(other.Line);
        return order != 0 ? order : Column.CompareTo(other.Column);
    }
}
