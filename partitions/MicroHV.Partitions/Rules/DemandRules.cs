// Rules about the time that partitions demand: period and duration.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Period and duration of partitions. ARINC 653 Part 1, "Partition Scheduling Attributes".</summary>
internal static class DemandRules
{
    [Rule("MHV0312", "A partition that demands time says period and duration.")]
    public static IEnumerable<Breach> DemandsAreWhole(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions.Where(partition => !partition.IsBroken))
        {
            if (partition.Period is { } period && partition.Duration is null)
            {
                yield return new Breach(
                    period.Place, $"partition '{partition.Name}' has a period without a duration", "add duration = \"…\"");
            }

            if (partition.Duration is { } duration && partition.Period is null)
            {
                yield return new Breach(
                    duration.Place, $"partition '{partition.Name}' has a duration without a period", "add period = \"…\"");
            }
        }
    }

    [Rule("MHV0313", "A partition's duration is not zero and not longer than its period.")]
    public static IEnumerable<Breach> DurationsFitPeriods(SystemPlan plan) =>
        from demand in Demands(plan)
        where demand.Duration == 0 || demand.Duration > demand.Period
        select new Breach(
            demand.Partition.Duration!.Value.Place,
            $"partition '{demand.Partition.Name}' demands {Units.FormatTime(demand.Duration)} "
            + $"in every {Units.FormatTime(demand.Period)}",
            "demand something, and less than all");

    [Rule("MHV0314", "The major frame of every schedule is a multiple of every period.")]
    public static IEnumerable<Breach> PeriodsDivideMajorFrames(SystemPlan plan) =>
        from schedule in plan.Schedules
        where !schedule.IsBroken && schedule.MajorFrameNanoseconds != 0
        from demand in Demands(plan)
        where demand.Period == 0 || schedule.MajorFrameNanoseconds % demand.Period != 0
        select new Breach(
            demand.Partition.Period!.Value.Place,
            $"the period of '{demand.Partition.Name}', {Units.FormatTime(demand.Period)}, does not divide the major frame "
            + $"of '{schedule.Name}', {Units.FormatTime(schedule.MajorFrameNanoseconds)}",
            "change one of them");

    [Rule("MHV0315", "The windows of a partition give it its duration in every period.")]
    public static IEnumerable<Breach> DemandsAreMet(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules.Where(schedule => !schedule.IsBroken))
        {
            foreach ((PartitionPlan partition, ulong period, ulong duration) in Demands(plan))
            {
                bool isOrderly = period != 0 && duration <= period
                    && schedule.MajorFrameNanoseconds % period == 0;
                if (isOrderly && FirstShortPeriod(schedule, partition, period, duration) is (ulong number, ulong given))
                {
                    yield return new Breach(
                        partition.Duration!.Value.Place,
                        $"partition '{partition.Name}' gets {Units.FormatTime(given)} in period {number} of schedule "
                        + $"'{schedule.Name}' and demands {Units.FormatTime(duration)}",
                        "lengthen its windows or add one in that period");
                }
            }
        }
    }

    private static (ulong Number, ulong Given)? FirstShortPeriod(
        SchedulePlan schedule, PartitionPlan partition, ulong period, ulong duration)
    {
        WindowPlan[] windows = [.. schedule.Windows.Where(window => window.PartitionIndex == partition.Index)];

        // Between two edges of windows all periods are alike: it is enough to look at those that have an edge, and at the
        // ones after them.
        ulong count = schedule.MajorFrameNanoseconds / period;
        IEnumerable<ulong> edges = windows
            .SelectMany(window => new[] { window.StartNanoseconds, window.EndNanoseconds })
            .SelectMany(edge => new[] { edge / period, (edge / period) + 1 })
            .Append(0UL);
        foreach (ulong number in edges.Distinct().Where(number => number < count).Order())
        {
            ulong start = number * period;
            ulong given = windows.Aggregate(0UL, (sum, window) => sum + Overlap(window, start, start + period));
            if (given < duration)
            {
                return (number, given);
            }
        }

        return null;
    }

    private static ulong Overlap(WindowPlan window, ulong start, ulong end)
    {
        ulong from = Math.Max(window.StartNanoseconds, start);
        ulong to = Math.Min(window.EndNanoseconds, end);
        return to > from ? to - from : 0;
    }

    private static IEnumerable<(PartitionPlan Partition, ulong Period, ulong Duration)> Demands(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.Period is not null && partition.Duration is not null)
            .Select(partition => (partition, partition.Period!.Value.Value, partition.Duration!.Value.Value));
}
