// A campaign exactly as its author wrote it.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Schema;

namespace MicroHV.Campaigns.Files;

/// <summary>The contents of one campaign file.</summary>
[Section("the campaign")]
internal sealed class CampaignFile : Section
{
    /// <summary>Folder or file of the system that faults are injected into.</summary>
    [Path("system", IsRequired = true, Example = "\"system\"")]
    public Written<string>? System { get; init; }

    /// <summary>Where each run is made.</summary>
    [Texts("lanes", IsRequired = true, Example = "[\"model-vtx\", \"model-svm\"]")]
    public IReadOnlyList<Written<string>> Lanes { get; init; } = [];

    /// <summary>Which faults: the same seed gives the same.</summary>
    [Number("seed", Default = "1")]
    public Written<ulong>? Seed { get; init; }

    /// <summary>Runs on each lane; every run has one fault.</summary>
    [Number("runs", IsRequired = true, Example = "1000")]
    public Written<ulong>? Runs { get; init; }

    /// <summary>Runs on lanes that have another number of them.</summary>
    [Counts("lane-runs", Absent = "as many as the others")]
    public IReadOnlyList<Written<NamedCount>> LaneRuns { get; init; } = [];

    /// <summary>Major frames of each run.</summary>
    [Number("frames", Default = "6")]
    public Written<ulong>? Frames { get; init; }

    /// <summary>The fault model: what may be drawn for a run.</summary>
    [Tables("fault", typeof(FaultSection), IsRequired = true, Example = "{ location = \"register\" } as [[fault]]")]
    public IReadOnlyList<FaultSection> Faults { get; init; } = [];

    /// <summary>What the campaign must show.</summary>
    [Table("expect", typeof(ExpectationSection))]
    public ExpectationSection Expect { get; init; } = new();
}
