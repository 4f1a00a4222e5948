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
        record => EntryOf(plan, record)?.Schedule?.Name);

    private static HealthEntryPlan? EntryOf(SystemPlan plan, in HealthRecord record) =>
        record.PartitionIndex < plan.Partitions.Count
            ? plan.AnswerTo(plan.Partitions[(int)record.PartitionIndex], record.Event)
            : plan.Health.EntryOf(record.Event);
}
