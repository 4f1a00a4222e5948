// A part of a fault model.
namespace MicroHV.Campaigns.Faults;

/// <summary>From what faults are drawn.</summary>
/// <param name="Location">The location.</param>
/// <param name="Kinds">Kinds, at least one.</param>
/// <param name="Triggers">Triggers, at least one.</param>
/// <param name="Partition">Index of the partition; null draws one.</param>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="Lanes">Names of the lanes that draw it; null for all.</param>
internal sealed record FaultRule(
    FaultLocation Location,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Triggers,
    int? Partition,
    ulong Weight,
    IReadOnlyList<string>? Lanes = null);
