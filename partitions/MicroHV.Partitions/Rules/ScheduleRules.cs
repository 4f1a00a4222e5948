// Rules about schedules beyond their windows: which there are, who is in them, who gets what is left, who asks for them.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Schedules of a system, as ARINC 653 Part 2 has them ("Multiple Module Schedules").</summary>
internal static class ScheduleRules
{
    [Rule("MHV0318", "The schedule that runs from the start is one of the system's.")]
    public static IEnumerable<Breach> InitialScheduleExists(SystemPlan plan)
    {
        string[] names = [.. plan.Schedules.Select(schedule => schedule.Name).Where(name => name.Length != 0)];
        if (plan.InitialScheduleName is { } initial && names.Length != 0 && !names.Contains(initial.Value))
        {
            yield return new Breach(
                initial.Place, $"no schedule is called '{initial.Value}'",
                $"did you mean '{NearestName.Of(initial.Value, names)}'?");
        }
    }

    [Rule("MHV0319", "Every partition that a schedule names beside its windows is one of the system's.")]
    public static IEnumerable<Breach> NamedPartitionsExist(SystemPlan plan)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name).Where(name => name.Length != 0)];
        IEnumerable<NamedPartition> named = plan.Schedules.SelectMany(schedule => schedule.Absent
            .Concat(schedule.Background.Select(background => background.Partition))
            .Concat(schedule.OwnDemands.Select(demand => demand.Partition))
            .Concat(schedule.Changes.Select(change => change.Partition)));
        return named
            .Where(partition => partition.Index is null && names.Length != 0)
            .Select(partition => new Breach(
                partition.Place, $"no partition is called '{partition.Name}'",
                $"did you mean '{NearestName.Of(partition.Name, names)}'?"));
    }

    [Rule("MHV0320", "A partition that is absent from a schedule has no window, no background time, no demand and no change action in it.")]
    public static IEnumerable<Breach> AbsentPartitionsHaveNothing(SystemPlan plan) =>
        from schedule in plan.Schedules
        from absent in schedule.Absent
        where absent.Index is not null
        let what = WhatItHas(schedule, absent.Index)
        where what is not null
        select new Breach(
            absent.Place, $"'{absent.Name}' is said to be absent from schedule '{schedule.Name}' and has {what} in it",
            "leave one of them out");

    [Rule("MHV0321", "A CPU has one background in a schedule.")]
    public static IEnumerable<Breach> BackgroundsAreOne(SystemPlan plan) =>
        from schedule in plan.Schedules
        from backgrounds in schedule.Background.GroupBy(background => background.Cpu.Value)
        from second in backgrounds.Skip(1)
        select new Breach(
            second.Place,
            $"CPU {backgrounds.Key} has two backgrounds in schedule '{schedule.Name}', '{backgrounds.First().Partition.Name}' "
            + $"and '{second.Partition.Name}'",
            "leave one of them out");

    [Rule("MHV0322", "A schedule says once that a partition is absent, once what it demands, and once what happens to it.")]
    public static IEnumerable<Breach> PartitionsAreNamedOnce(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules)
        {
            IEnumerable<NamedPartition> again = Repeated(schedule.Absent)
                .Concat(Repeated(schedule.OwnDemands.Select(demand => demand.Partition)))
                .Concat(Repeated(schedule.Changes.Select(change => change.Partition)));
            foreach (NamedPartition partition in again)
            {
                yield return new Breach(
                    partition.Place, $"schedule '{schedule.Name}' says this of '{partition.Name}' twice", "leave one of them out");
            }
        }
    }

    [Rule("MHV0323", "Every partition is in at least one schedule.")]
    public static IEnumerable<Breach> PartitionsRunSomewhere(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions)
        {
            NamedPartition[] absences =
                [.. plan.Schedules.SelectMany(schedule => schedule.Absent.Where(absent => absent.Index == partition.Index).Take(1))];
            if (absences.Length == plan.Schedules.Count)
            {
                yield return new Breach(
                    absences[0].Place, $"partition '{partition.Name}' is absent from every schedule, so it would never run",
                    "give it a window in one of them");
            }
        }
    }

    [Rule("MHV0324", "A window that is said to begin a period is the first one of its virtual CPU in a period.")]
    public static IEnumerable<Breach> PeriodsBeginWhereTheyAreSaidTo(SystemPlan plan) =>
        from schedule in plan.Schedules
        from window in schedule.Windows
        where window.IsSaidToBeginPeriod && window.Partition.Index is not null && !schedule.BeginsPeriod(window)
        select new Breach(
            window.Place,
            $"the window of '{window.Partition.Name}' at {Units.FormatTime(window.StartNanoseconds)} is not the first one in a "
            + $"period of {Units.FormatTime(schedule.PeriodOf(window))}",
            "leave periodic-start out here, or move the window");

    [Rule("MHV0326", "Where there are several schedules, somebody may ask for each, or an event switches to it.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> SchedulesCanBeAskedFor(SystemPlan plan) =>
        from schedule in plan.Schedules
        where schedule != plan.Schedule
            && !plan.Partitions.Any(partition => partition.IsSystem)
            && !plan.Partitions.SelectMany(plan.AnswersTo).Any(answer => SwitchesTo(answer, plan, schedule))
        select new Breach(
            schedule.NamePlace, $"nobody may ask for schedule '{schedule.Name}', so it would never run",
            "give a partition system = true, or switch to it by a health table");

    [Rule("MHV0327", "Every schedule has a partition in it that may ask for another.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> SchedulesCanBeLeft(SystemPlan plan) =>
        from schedule in plan.Schedules
        let systems = plan.Partitions.Where(partition => partition.IsSystem).ToList()
        where systems.Count != 0 && plan.Schedules.Count != 1 && !systems.Exists(schedule.Serves)
        select new Breach(
            schedule.NamePlace, $"schedule '{schedule.Name}' has nobody in it who may ask for another, so it would run for ever",
            "give it a window of a partition with system = true");

    [Rule("MHV0328", "Background time is there: the CPU has a gap, or another virtual CPU that may yield.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> BackgroundsGetTime(SystemPlan plan) =>
        from schedule in plan.Schedules
        from background in schedule.Background
        let windows = schedule.Windows.Where(window => window.Cpu.Value == background.Cpu.Value).ToList()
        let taken = windows.Aggregate(0UL, (sum, window) => sum + window.DurationNanoseconds)
        where taken >= schedule.MajorFrameNanoseconds
            && windows.TrueForAll(window =>
                (window.Partition.Index, window.Vcpu.Value) == (background.Partition.Index, background.Vcpu.Value))
        select new Breach(
            background.Place,
            $"CPU {background.Cpu.Value} has nothing left in schedule '{schedule.Name}': all of it is windows of "
            + $"'{background.Partition.Name}'",
            "leave the background out");

    [Rule("MHV0113", "A system has at most 16 schedules.")]
    public static IEnumerable<Breach> SchedulesAreFewEnough(SystemPlan plan) =>
        plan.Schedules
            .Skip((int)ScheduleRecord.MaxSchedules)
            .Take(1)
            .Select(schedule => new Breach(
                schedule.NamePlace, $"the system has {plan.Schedules.Count} schedules",
                $"{ScheduleRecord.MaxSchedules} are the most that the kernel runs"));

    private static bool SwitchesTo(HealthEntryPlan answer, SystemPlan plan, SchedulePlan schedule) =>
        answer is { Action: HealthAction.SwitchSchedule, Schedule.Index: int index } && plan.Schedules[index] == schedule;

    private static string? WhatItHas(SchedulePlan schedule, int? partition) =>
        schedule.Windows.Any(window => window.Partition.Index == partition) ? "a window"
        : schedule.Background.Any(background => background.Partition.Index == partition) ? "background time"
        : schedule.OwnDemands.Any(demand => demand.Partition.Index == partition) ? "a demand"
        : schedule.Changes.Any(change => change.Partition.Index == partition) ? "a change action"
        : null;

    private static IEnumerable<NamedPartition> Repeated(IEnumerable<NamedPartition> partitions) =>
        partitions.Where(partition => partition.Index is not null).GroupBy(partition => partition.Index).SelectMany(same => same.Skip(1));
}
