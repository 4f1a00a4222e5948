// A place in a text file.
namespace MicroHV.Partitions.Text;

/// <summary>A place in a text file; line and column count from 1.</summary>
public readonly record struct Place(int Line, int Column) : IComparable<Place>
{
    /// <summary>The beginning of a file: where a fault is reported that has no better place.</summary>
    public static Place Start => new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(Place other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}
