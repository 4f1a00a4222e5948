// Rules about what is expected of a run.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Rules;

/// <summary>What [expect] may say.</summary>
internal static class ExpectationRules
{
    [Rule("MHV0701", "An expected error is one of a partition of the system.")]
    public static IEnumerable<Breach> ExpectedErrorsHavePartitions(SystemPlan plan) =>
        plan.ExpectedErrors
            .Where(error => !plan.Partitions.Any(partition => partition.Name == error.PartitionName))
            .Select(error => new Breach(
                error.Place, $"there is no partition '{error.PartitionName}'",
                $"name one of {string.Join(", ", plan.Partitions.Select(partition => partition.Name))}"));

    [Rule("MHV0703", "A system whose windows are expected within a bound has a trace to prove it.")]
    public static IEnumerable<Breach> BoundsAreTraced(SystemPlan plan)
    {
        if (plan.WindowBound is { } bound && plan.Trace.BufferSizeBytes is null)
        {
            yield return new Breach(
                bound.Place, "nothing shows when windows begin and end", "write '[trace]' with a 'buffer', for example \"256KiB\"");
        }
    }

    [Rule("MHV0702", "An expected error is written once, and none after one that ends its partition for good.")]
    public static IEnumerable<Breach> ErrorsEndPartitions(SystemPlan plan)
    {
        foreach (IGrouping<string, ExpectedErrorPlan> errors in plan.ExpectedErrors.GroupBy(error => error.PartitionName))
        {
            HashSet<HealthEvent> seen = [];
            ExpectedErrorPlan? last = null;
            foreach (ExpectedErrorPlan error in errors)
            {
                if (!seen.Add(error.Error))
                {
                    yield return new Breach(
                        error.Place, $"'{error.PartitionName}: {error.Error}' is written twice, and once means any number of times",
                        "leave one of them out");
                }
                else if (EndsForGood(plan, error))
                {
                    if (last is not null)
                    {
                        yield return new Breach(
                            error.Place, $"'{error.PartitionName}' cannot make {error.Error} after {last.Error}, which ends it",
                            "leave one of them out");
                    }

                    last = error;
                }
            }
        }
    }

    [Rule("MHV0704", "A partition that is expected to start again is one of the system's.")]
    public static IEnumerable<Breach> ExpectedRestartsHavePartitions(SystemPlan plan) =>
        plan.ExpectedRestarts
            .Where(restarts => !plan.Partitions.Any(partition => partition.Name == restarts.Value.Name))
            .Select(restarts => new Breach(
                restarts.Place, $"there is no partition '{restarts.Value.Name}'",
                $"name one of {string.Join(", ", plan.Partitions.Select(partition => partition.Name))}"));

    [Rule("MHV0705", "The schedule that is expected at the end is one of the system's.")]
    public static IEnumerable<Breach> ExpectedScheduleExists(SystemPlan plan)
    {
        if (plan.ExpectedSchedule is { } expected && plan.Schedules.All(schedule => schedule.Name != expected.Value))
        {
            yield return new Breach(
                expected.Place, $"no schedule is called '{expected.Value}'",
                $"name one of {string.Join(", ", plan.Schedules.Select(schedule => schedule.Name))}");
        }
    }

    // A partition that nobody starts again does nothing more after an event that ends it.
    private static bool EndsForGood(SystemPlan plan, ExpectedErrorPlan error)
    {
        PartitionPlan? partition = plan.Partitions.FirstOrDefault(partition => partition.Name == error.PartitionName);
        HealthAction? action = partition is null ? null : plan.AnswerTo(partition, error.Error)?.Action;
        return action is HealthAction.Idle or HealthAction.SwitchSchedule or HealthAction.Stop or HealthAction.Reset
            && !plan.Partitions.Any(other => other.IsSystem)
            && plan.Schedules.All(schedule => schedule.ChangeOf(partition!.Index) == ScheduleChangeAction.Ignore);
    }
}
