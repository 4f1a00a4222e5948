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
        where demand.Duration.Value == 0 || demand.Duration.Value > demand.Period.Value
        select new Breach(
            demand.Duration.Place,
            $"partition '{demand.Partition.Name}' demands {Units.FormatTime(demand.Duration.Value)} "
            + $"in every {Units.FormatTime(demand.Period.Value)}",
            "demand something, and less than all");

    [Rule("MHV0314", "The major frame of every schedule is a multiple of every period.")]
    public static IEnumerable<Breach> PeriodsDivideMajorFrames(SystemPlan plan) =>
        from schedule in plan.Schedules
        where !schedule.IsBroken && schedule.MajorFrameNanoseconds != 0
        from demand in schedule.Demands
        where demand.Period.Value == 0 || schedule.MajorFrameNanoseconds % demand.Period.Value != 0
        select new Breach(
            demand.Period.Place,
            $"the period of '{demand.Partition.Name}', {Units.FormatTime(demand.Period.Value)}, does not divide the major frame "
            + $"of '{schedule.Name}', {Units.FormatTime(schedule.MajorFrameNanoseconds)}",
            "change one of them");

    [Rule("MHV0315", "The windows of every virtual CPU of a partition give it the partition's duration in every period.")]
    public static IEnumerable<Breach> DemandsAreMet(SystemPlan plan)
    {
        // A demand of somebody whose name is misspelt may be the one that counts.
        foreach (SchedulePlan schedule in plan.Schedules.Where(schedule =>
            !schedule.IsBroken && schedule.OwnDemands.All(demand => demand.Partition.Index is not null)))
        {
            foreach (DemandPlan demand in schedule.Demands.Where(demand => !schedule.IsAbsent(demand.Partition.Index)))
            {
                PartitionPlan partition = plan.Partitions[demand.Partition.Index!.Value];
                bool isOrderly = demand.Period.Value != 0 && demand.Duration.Value <= demand.Period.Value
                    && schedule.MajorFrameNanoseconds % demand.Period.Value == 0;
                for (int vcpu = 0; isOrderly && vcpu < partition.Cpus.Count; vcpu++)
                {
                    if (FirstShortPeriod(schedule, demand, (ulong)vcpu) is (ulong number, ulong given))
                    {
                        string who = partition.Cpus.Count == 1 ? "partition" : $"virtual CPU {vcpu} of";
                        yield return new Breach(
                            demand.Duration.Place,
                            $"{who} '{partition.Name}' gets {Units.FormatTime(given)} in period {number} of schedule "
                            + $"'{schedule.Name}' and demands {Units.FormatTime(demand.Duration.Value)}",
                            "lengthen its windows or add one in that period");
                    }
                }
            }
        }
    }

    private static (ulong Number, ulong Given)? FirstShortPeriod(SchedulePlan schedule, DemandPlan demand, ulong vcpu)
    {
        WindowPlan[] windows =
        [
            .. schedule.Windows
                .Where(window => window.Partition.Index == demand.Partition.Index && window.Vcpu.Value == vcpu),
        ];

        // Between two edges of windows all periods are alike: it is enough to look at those that have an edge, and at the
        // ones after them.
        ulong period = demand.Period.Value;
        ulong count = schedule.MajorFrameNanoseconds / period;
        IEnumerable<ulong> edges = windows
            .SelectMany(window => new[] { window.StartNanoseconds, window.EndNanoseconds })
            .SelectMany(edge => new[] { edge / period, (edge / period) + 1 })
            .Append(0UL);
        foreach (ulong number in edges.Distinct().Where(number => number < count).Order())
        {
            ulong start = number * period;
            ulong given = windows.Aggregate(0UL, (sum, window) => sum + Overlap(window, start, start + period));
            if (given < demand.Duration.Value)
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

    // What a partition says of itself stands once, and in every schedule.
    private static IEnumerable<DemandPlan> Demands(SystemPlan plan) =>
        plan.Schedules.SelectMany(schedule => schedule.Demands).DistinctBy(demand => demand.Duration.Place);
}
