// What [[fault]] says.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Schema;

namespace MicroHV.Campaigns.Files;

/// <summary>One part of the fault model.</summary>
[Section("a fault")]
internal sealed class FaultSection : Section
{
    /// <summary>What is hit.</summary>
    [Text("location", IsRequired = true, Example = "\"register\"")]
    public Written<string>? Location { get; init; }

    /// <summary>How it is hit; all that the location has, unless some are named.</summary>
    [Texts("kinds", Absent = "all that the location has")]
    public IReadOnlyList<Written<string>> Kinds { get; init; } = [];

    /// <summary>When it is hit; any that the location has, unless some are named.</summary>
    [Texts("triggers", Absent = "all that the location has")]
    public IReadOnlyList<Written<string>> Triggers { get; init; } = [];

    /// <summary>On which lanes it is drawn.</summary>
    [Texts("lanes", Absent = "all of the campaign")]
    public IReadOnlyList<Written<string>> Lanes { get; init; } = [];

    /// <summary>Whose state is hit.</summary>
    [Text("partition", Absent = "any partition")]
    public Written<string>? Partition { get; init; }

    /// <summary>How often it is drawn, beside the weights of the others.</summary>
    [Number("weight", Default = "1")]
    public Written<ulong>? Weight { get; init; }
}
