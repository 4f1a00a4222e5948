// A lane of campaigns by its name.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Fuzzing.Boots;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Lanes;

/// <summary>What is known of a lane before it is used.</summary>
/// <param name="Name">As campaign files say it.</param>
/// <param name="What">What it is, as a phrase.</param>
/// <param name="Refuse">Why it cannot inject a fault of a rule; null if it can.</param>
/// <param name="RefuseSystem">Why it cannot run a system; null if it can.</param>
/// <param name="Create">Makes one for the current thread: the system, and major frames of each run.</param>
internal sealed record LaneDefinition(
    string Name,
    string What,
    Func<FaultRule, string?> Refuse,
    Func<SystemPlan, string?> RefuseSystem,
    Func<SystemPlan, ulong, ILane> Create)
{
    /// <summary>Those on the host.</summary>
    public static IReadOnlyList<LaneDefinition> OnHost { get; } =
    [
        OfModel("model-vtx", ProcessorKind.Intel, "the software machine with VT-x"),
        OfModel("model-svm", ProcessorKind.Amd, "the software machine with SVM"),
        OfModel("model-svm-without-nrips", ProcessorKind.AmdWithoutNextRip, "the same without NRIPS"),
    ];

    /// <summary>True if <paramref name="name"/> is one of <see cref="OnHost"/>.</summary>
    public static bool IsOnHost(string name) => OnHost.Any(lane => lane.Name == name);

    private static LaneDefinition OfModel(string name, ProcessorKind kind, string what) => new(
        name, what, rule => ModelLane.Refusal(rule.Location), ModelSystem.Refusal, (system, frames) => new ModelLane(kind, system, frames));
}
