// What a plan says about health, for those who read the log.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Images;

/// <summary>From a plan to the words beside records of the health log.</summary>
internal static class PlanHealth
{
    /// <summary>The budgets of the partitions, and the schedules that follow.</summary>
    public static HealthContext Of(SystemPlan plan) => new(
        [
            .. plan.Partitions.Select(partition => new RestartBudget(
                (uint)partition.Restarts.Budget.Value, partition.Restarts.Period.Value)),
        ],
        record => ScheduleAfter(plan, record)?.Name);

    // What was to start a partition that has no start left leads where its budget does.
    private static NamedSchedule? ScheduleAfter(SystemPlan plan, in HealthRecord record) =>
        EntryOf(plan, record, record.Event)?.Schedule ?? EntryOf(plan, record, HealthEvent.RestartBudgetExhausted)?.Schedule;

    private static HealthEntryPlan? EntryOf(SystemPlan plan, in HealthRecord record, HealthEvent healthEvent) =>
        record.PartitionIndex < plan.Partitions.Count
            ? plan.AnswerTo(plan.Partitions[(int)record.PartitionIndex], healthEvent)
            : plan.Health.EntryOf(healthEvent);
}
