// All targets by name.
using MicroHV.Fuzzing.Cases;

namespace MicroHV.Fuzzing.Targets;

/// <summary>One target for each reader of bytes that a guest controls.</summary>
internal static class FuzzTargets
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TargetDefinition> All { get; } =
    [
        new("length", "lengths of random instructions, against Iced", () => new LengthTarget()),
        new("program", "lengths of the instructions of this machine's programs, against Iced", () => new ProgramTarget()),
        new("walk", "walks of a guest's page tables and fetches through them, against a model", () => new WalkTarget()),
        new("exit", "exits of a guest of the booted kernel, and what must stay as it is", () => new ExitTarget()),
        new("hypercall", "hypercalls, against their documentation", () => new HypercallTarget()),
        new("entry", "values of refused entries, which the entry rules read", () => new EntryTarget()),
        new("plan", "whole systems of several CPUs and schedules, against a plain reading of their plan", () => new PlanTarget()),
        new("health", "systems whose partitions do wrong, against the tables of their plans", () => new HealthTarget()),
        new("life", "whole boots with two guests that do anything", () => new LifeTarget()),
    ];
}
