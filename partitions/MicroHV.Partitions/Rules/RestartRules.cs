// Rules about partitions that start again, and about their watchdogs.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Budgets, restarts, change actions and watchdogs.</summary>
internal static class RestartRules
{
    // The kernel begins to reset a virtual CPU no later than 50 us before the end of a window (PartitionStart); a window that begins
    // late has room for it too.
    private const ulong MinRestartWindowNanoseconds = 100_000;

    [Rule("MHV1010", "A restart budget is 1 to 16.")]
    public static IEnumerable<Breach> BudgetsAreInRange(SystemPlan plan) =>
        from partition in plan.Partitions
        where !partition.IsBroken && partition.Restarts.Budget.Value is 0 or > PartitionRecord.MaxRestartBudget
        select new Breach(
            partition.Restarts.Budget.Place, $"'{partition.Name}' cannot have a budget of {partition.Restarts.Budget.Value} restarts",
            $"choose 1 to {PartitionRecord.MaxRestartBudget}; for none, answer its events with \"idle\"");

    [Rule("MHV1011", "A restart budget is for more than no time, and for one hour at most.")]
    public static IEnumerable<Breach> PeriodsAreInRange(SystemPlan plan) =>
        from partition in plan.Partitions
        where !partition.IsBroken && partition.Restarts.Period.Value is 0 or > RestartsPlan.MaxPeriodNanoseconds
        select new Breach(
            partition.Restarts.Period.Place,
            $"'{partition.Name}' has a budget of restarts for {Units.FormatTime(partition.Restarts.Period.Value)}",
            "choose up to one hour, for example per = \"10s\"");

    [Rule("MHV1012", "A partition that is started again has windows of its first virtual CPU in every schedule that it is in.")]
    public static IEnumerable<Breach> RestartsHaveWindows(SystemPlan plan) =>
        from partition in plan.Partitions
        where !partition.IsBroken
        let restarting = plan.AnswersTo(partition).FirstOrDefault(answer => answer.Restarts)
        from schedule in plan.Schedules
        let change = schedule.Changes.FirstOrDefault(change => IsRestart(change) && change.Partition.Index == partition.Index)
        where (restarting is not null || change is not null) && schedule.Serves(partition) && FirstWindows(schedule, partition) == 0
        select new Breach(
            change?.Place ?? restarting!.Place,
            $"'{partition.Name}' is to start again, and its first virtual CPU has no window in schedule '{schedule.Name}' to do it in",
            "give it one; background time may not come");

    [Rule("MHV1013", "What a cold start copies goes to memory that is the partition's alone.")]
    public static IEnumerable<Breach> ColdStartsTouchOwnMemory(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions.Where(partition => StartsCold(plan, partition)))
        {
            foreach (ElfSegment segment in partition.Image?.Elf?.Segments ?? [])
            {
                AddressRange range = new(segment.PhysicalAddress, segment.MemorySizeBytes);
                if (partition.Regions.FirstOrDefault(region => region.SharedName is not null && region.Guest.Overlaps(range)) is { } shared)
                {
                    yield return new Breach(
                        partition.Image!.Place,
                        $"a cold start of '{partition.Name}' would write the segment of '{partition.Image.ShownPath}' at {range} "
                        + $"into '{shared.SharedName}', which others have too",
                        "link the segment into the partition's own memory, or answer its events with \"warm-start\"");
                }
            }
        }
    }

    [Rule("MHV1014", "A watchdog is kicked in a number of windows from 1 on, and within one hour in every schedule.")]
    public static IEnumerable<Breach> WatchdogsAreInRange(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions)
        {
            if (partition.Watchdog is not { } watchdog)
            {
                continue;
            }

            if (watchdog.Value == 0)
            {
                yield return new Breach(
                    watchdog.Place, $"the watchdog of '{partition.Name}' is to be kicked in 0 windows", "choose 1 or more, or leave it out");
                continue;
            }

            SchedulePlan? slow = plan.Schedules.FirstOrDefault(schedule =>
                FirstWindows(schedule, partition) is var windows and not 0 && IsTooLong(watchdog.Value, windows, schedule));
            if (slow is not null)
            {
                yield return new Breach(
                    watchdog.Place,
                    $"{watchdog.Value} windows of '{partition.Name}' take more than an hour in schedule '{slow.Name}'",
                    "choose fewer");
            }
        }
    }

    [Rule("MHV1015", "A partition with a watchdog has windows of its first virtual CPU in every schedule that it is in.")]
    public static IEnumerable<Breach> WatchdogsHaveWindows(SystemPlan plan) =>
        from partition in plan.Partitions
        where partition.Watchdog is not null
        from schedule in plan.Schedules
        where schedule.Serves(partition) && FirstWindows(schedule, partition) == 0
        select new Breach(
            partition.Watchdog!.Value.Place,
            $"the watchdog of '{partition.Name}' counts windows of its first virtual CPU, and there are none in schedule "
            + $"'{schedule.Name}'",
            "give it one, or leave the watchdog out");

    [Rule("MHV1016", "Where a partition that is started again has windows of a virtual CPU, one of them lasts 100 us or more.")]
    public static IEnumerable<Breach> RestartsFitWindows(SystemPlan plan) =>
        from partition in plan.Partitions
        where !partition.IsBroken
        let restarting = plan.AnswersTo(partition).FirstOrDefault(answer => answer.Restarts)
        from schedule in plan.Schedules
        let change = schedule.Changes.FirstOrDefault(change => IsRestart(change) && change.Partition.Index == partition.Index)
        where restarting is not null || change is not null
        from windows in schedule.Windows.Where(window => window.Partition.Index == partition.Index).GroupBy(window => window.Vcpu.Value)
        let longest = windows.Max(window => window.DurationNanoseconds)
        where longest < MinRestartWindowNanoseconds
        select new Breach(
            change?.Place ?? restarting!.Place,
            $"'{partition.Name}' is to start again, and the longest window of its virtual CPU {windows.Key} in schedule "
            + $"'{schedule.Name}' lasts {Units.FormatTime(longest)}",
            $"give it one of {Units.FormatTime(MinRestartWindowNanoseconds)} or more");

    [Rule("MHV1024", "A watchdog whose event is answered is there.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> AnsweredWatchdogsExist(SystemPlan plan) =>
        from partition in plan.Partitions
        let entry = partition.Health.EntryOf(HealthEvent.Watchdog)!
        where entry.IsWritten && partition.Watchdog is null
        select new Breach(
            entry.Place, $"Watchdog of '{partition.Name}' is answered, and it has none", "write watchdog = … with a number of windows");

    [Rule("MHV1025", "A restart budget can be spent.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> BudgetsCanBeSpent(SystemPlan plan) =>
        from partition in plan.Partitions
        where partition.Restarts.IsWritten && !plan.AnswersTo(partition).Any(answer => answer.Restarts)
        select new Breach(
            partition.Restarts.Place, $"'{partition.Name}' has a restart budget, and no event starts it again",
            "answer one with \"warm-start\" or \"cold-start\"");

    [Rule("MHV1026", "Where a schedule has change actions, it can replace another.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> ChangesCanHappen(SystemPlan plan) =>
        from schedule in plan.Schedules
        from change in schedule.Changes.Take(1)
        where plan.Schedules.Count == 1
        select new Breach(
            change.Place, $"schedule '{schedule.Name}' says what happens when it replaces another, and there is none", "leave 'changes' out");

    private static bool StartsCold(SystemPlan plan, PartitionPlan partition) =>
        plan.AnswersTo(partition).Any(answer => answer.Action == HealthAction.ColdStart)
        || plan.Schedules.Any(schedule => schedule.ChangeOf(partition.Index) == ScheduleChangeAction.ColdStart);

    private static bool IsRestart(ChangePlan change) => change.Action != ScheduleChangeAction.Ignore;

    private static ulong FirstWindows(SchedulePlan schedule, PartitionPlan partition) => (ulong)schedule.Windows.Count(
        window => window.Partition.Index == partition.Index && window.Vcpu.Value == 0);

    private static bool IsTooLong(ulong count, ulong windowsPerFrame, SchedulePlan schedule)
    {
        const ulong Hour = RestartsPlan.MaxPeriodNanoseconds;
        ulong frames = count / windowsPerFrame;
        return schedule.MajorFrameNanoseconds != 0 && frames > Hour / schedule.MajorFrameNanoseconds;
    }
}
