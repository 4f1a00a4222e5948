// The tree that a TOML document becomes before anybody asks what it means.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>A value of a TOML document with its place.</summary>
internal abstract record Node(Place Place)
{
    /// <summary>What kind of value it is, for a message.</summary>
    public abstract string Kind { get; }
}

/// <summary>A string, integer, boolean or other single value.</summary>
internal sealed record ScalarNode(Place Place, object? Value, string Text) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => Value switch
    {
        string => "a string",
        long => "an integer",
        bool => "a boolean",
        double => "a floating-point number",
        _ => "a date",
    };
}

/// <summary>An array, or the array that <c>[[name]]</c> makes.</summary>
internal sealed record ListNode(Place Place, List<Node> Items) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "an array";
}

/// <summary>A table with its keys in the order of the file.</summary>
internal sealed record TableNode(Place Place, Dictionary<string, TableEntry> Entries) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a table";
}

/// <summary>A value of a table and the place of its key.</summary>
internal sealed record TableEntry(Place KeyPlace, Node Value);
