// What the plan says about health that records of the log do not.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The plan's part of a line of the health log.</summary>
/// <param name="Budgets">The restart budget of each partition, in the order of their indexes; empty if nothing is known.</param>
/// <param name="ScheduleAfter">Name of the schedule that follows after a record, or null.</param>
public sealed record HealthContext(IReadOnlyList<RestartBudget> Budgets, Func<HealthRecord, string?> ScheduleAfter)
{
    /// <summary>Nothing is known.</summary>
    public static HealthContext None { get; } = new([], _ => null);
}

/// <summary>How often a partition is started again.</summary>
/// <param name="Starts">Starts within any time of the period.</param>
/// <param name="PeriodNanoseconds">That time.</param>
public sealed record RestartBudget(uint Starts, ulong PeriodNanoseconds);
