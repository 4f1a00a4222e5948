// Rules about health tables: what answers what, and what follows from it.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>The entries of the module's table and of the partitions' tables. ARINC 653 Part 1, "Health Monitoring".</summary>
internal static class HealthRules
{
    [Rule("MHV1001", "An event is answered with an action that it can have.")]
    public static IEnumerable<Breach> ActionsAreAllowed(SystemPlan plan) =>
        from owned in Entries(plan)
        where owned.IsModule == (owned.Entry.Level == HealthLevel.Module) && owned.Entry.Written.Action is not null
        let allowed = HealthWords.Allowed(owned.Entry.Event, owned.IsModule)
        where !allowed.Contains(owned.Entry.Word)
        select new Breach(
            owned.Entry.Place,
            $"{owned.Entry.Event} of {owned.Owner} cannot be answered with '{owned.Entry.Word}'",
            $"choose one of {string.Join(", ", allowed)}");

    [Rule("MHV1002", "An entry names a schedule if its action is to switch to it, and else none.")]
    public static IEnumerable<Breach> SchedulesAreNamedWhereNeeded(SystemPlan plan)
    {
        foreach (Owned owned in Entries(plan))
        {
            bool switches = owned.Entry.Action == HealthAction.SwitchSchedule;
            if (switches && owned.Entry.Schedule is null)
            {
                yield return new Breach(
                    owned.Entry.Place, $"{owned.Entry.Event} of {owned.Owner} switches the schedule and does not say to which one",
                    "write { action = \"switch-schedule\", schedule = \"…\" }");
            }

            if (!switches && owned.Entry.Schedule is { } schedule)
            {
                yield return new Breach(
                    schedule.Place, $"{owned.Entry.Event} of {owned.Owner} names schedule '{schedule.Name}' and does not switch to it",
                    "leave 'schedule' out, or say action = \"switch-schedule\"");
            }
        }
    }

    [Rule("MHV1003", "A schedule that an entry switches to is one of the system's.")]
    public static IEnumerable<Breach> SchedulesExist(SystemPlan plan)
    {
        string[] names = [.. plan.Schedules.Select(schedule => schedule.Name).Where(name => name.Length != 0)];
        return Switches(plan)
            .Where(owned => owned.Entry.Schedule!.Value.Index is null && names.Length != 0)
            .Select(owned => owned.Entry.Schedule!.Value)
            .Select(schedule => new Breach(
                schedule.Place, $"no schedule is called '{schedule.Name}'",
                $"did you mean '{NearestName.Of(schedule.Name, names)}'?"));
    }

    [Rule("MHV1004", "A system that switches its schedule has two at least.")]
    public static IEnumerable<Breach> ThereIsAnotherSchedule(SystemPlan plan) =>
        from owned in Switches(plan)
        where plan.Schedules.Count == 1 && owned.Entry.Schedule!.Value.Index is not null
        select new Breach(
            owned.Entry.Schedule!.Value.Place,
            $"{owned.Entry.Event} of {owned.Owner} switches to schedule '{owned.Entry.Schedule!.Value.Name}', which is the only one",
            "add a [[schedule]] to switch to, or choose another action");

    [Rule("MHV1005", "An entry that is left to the module says nothing else, and the module leaves none to anybody.")]
    public static IEnumerable<Breach> LevelsAreClear(SystemPlan plan)
    {
        foreach (Owned owned in Entries(plan).Where(owned => owned.Entry.Written.Level is not null))
        {
            if (owned.IsModule)
            {
                yield return new Breach(
                    owned.Entry.Written.Level!.Value.Place, $"{owned.Entry.Event} in [health] has a level, and is the module's",
                    "leave 'level' out");
            }
            else if (owned.Entry.Level == HealthLevel.Module
                && (owned.Entry.Written.Action is not null || owned.Entry.Schedule is not null || !owned.Entry.Written.IsLogged))
            {
                yield return new Breach(
                    owned.Entry.Written.Level!.Value.Place,
                    $"{owned.Entry.Event} of {owned.Owner} is left to the module and says what is done",
                    $"say it in [health].{HealthWords.KeyOf(owned.Entry.Event)}, or leave 'level' out");
            }
        }
    }

    [Rule("MHV1006", "What is to be logged is logged.")]
    public static IEnumerable<Breach> LogsAreLogged(SystemPlan plan) =>
        from owned in Entries(plan)
        where owned.Entry.Written is { Action.Value: HealthWords.Log, IsLogged: false }
        select new Breach(
            owned.Entry.Place, $"{owned.Entry.Event} of {owned.Owner} is to be logged and is not", "write \"ignore\" or \"log\"");

    [Rule("MHV1007", "A schedule that an event switches to has a partition in it that runs then.")]
    public static IEnumerable<Breach> SomebodyRunsAfterASwitch(SystemPlan plan) =>
        from partition in plan.Partitions
        from answer in plan.AnswersTo(partition)
        where answer is { Action: HealthAction.SwitchSchedule, Schedule.Index: not null }
        let schedule = plan.Schedules[answer.Schedule!.Value.Index!.Value]
        where !schedule.IsBroken && !plan.Partitions.Any(other => schedule.Serves(other) && RunsAfter(schedule, other, partition))
        select new Breach(
            answer.Schedule!.Value.Place,
            $"nobody would run in schedule '{schedule.Name}' after {answer.Event} of '{partition.Name}', which is idle then",
            "give another partition a window in it, or start this one again with 'changes'");

    [Rule("MHV1008", "A window may be overrun by less than the shortest window lasts.")]
    public static IEnumerable<Breach> TolerancesAreSmall(SystemPlan plan)
    {
        ulong shortest = plan.Schedules
            .SelectMany(schedule => schedule.Windows)
            .Select(window => window.DurationNanoseconds)
            .DefaultIfEmpty(SchedulePlan.MinWindowNanoseconds)
            .Min();
        if (plan.OverrunTolerance is { } tolerance && (tolerance.Value == 0 || tolerance.Value >= Math.Min(shortest, uint.MaxValue)))
        {
            yield return new Breach(
                tolerance.Place,
                $"an overrun of {Units.FormatTime(tolerance.Value)} is tolerated, and the shortest window lasts {Units.FormatTime(shortest)}",
                "choose less than that, and more than 0");
        }
    }

    [Rule("MHV1020", "No guest can stop or reset the system.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> GuestsCannotStopTheSystem(SystemPlan plan) =>
        from partition in plan.Partitions
        from entry in partition.Health.Entries
        let answer = plan.AnswerTo(partition, entry.Event)!
        where answer.Action is HealthAction.Stop or HealthAction.Reset && entry.Event != HealthEvent.ChecksumMismatch
        select new Breach(
            entry.Place,
            $"'{partition.Name}' can {Deed(answer.Action)} by {entry.Event}: {NameOf(partition, entry)} says \"{answer.Word}\"",
            "choose another action unless nothing in the system is worth more than this partition");

    [Rule("MHV1021", "A switch leads to a schedule that may not be running already.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> SwitchesLeadElsewhere(SystemPlan plan) =>
        from partition in plan.Partitions
        from answer in plan.AnswersTo(partition)
        where answer is { Action: HealthAction.SwitchSchedule, Schedule.Index: not null }
        let schedule = plan.Schedules[answer.Schedule!.Value.Index!.Value]
        where schedule.Serves(partition) && plan.Schedules.Count(other => other.Serves(partition)) == 1
        select new Breach(
            answer.Schedule!.Value.Place,
            $"'{partition.Name}' runs in schedule '{schedule.Name}' only, so that {answer.Event} switches to what runs already",
            "say \"idle\", or switch to another schedule");

    [Rule("MHV1022", "An overrun that is answered can happen.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> OverrunsCanHappen(SystemPlan plan) =>
        from owned in Entries(plan)
        where owned.Entry is { Event: HealthEvent.WindowOverrun, IsWritten: true } && plan.OverrunTolerance is null
        select new Breach(
            owned.Entry.Place, $"WindowOverrun of {owned.Owner} is answered, and any overrun is tolerated",
            "write overrun-tolerance = \"…\" in [health]");

    [Rule("MHV1023", "What the module answers for partitions is left to it by one of them.", Severity = Severity.Note)]
    public static IEnumerable<Breach> ModuleEntriesAreAskedFor(SystemPlan plan) =>
        from entry in plan.Health.Entries
        where entry.IsWritten
            && HealthWords.Allowed(entry.Event, false).Count != 0
            && entry.Event != HealthEvent.ChecksumMismatch
            && !plan.Partitions.Any(partition => partition.Health.EntryOf(entry.Event)!.Level == HealthLevel.Module)
        select new Breach(
            entry.Place, $"no partition leaves {entry.Event} to the module", "write level = \"module\" in a partition's entry, or leave this out");

    private static IEnumerable<Owned> Entries(SystemPlan plan) =>
        plan.Health.Entries
            .Select(entry => new Owned("the module", true, entry))
            .Concat(
                from partition in plan.Partitions
                from entry in partition.Health.Entries
                select new Owned($"'{partition.Name}'", false, entry));

    private static IEnumerable<Owned> Switches(SystemPlan plan) => Entries(plan)
        .Where(owned => owned.Entry is { Action: HealthAction.SwitchSchedule, Schedule: not null });

    private static bool RunsAfter(SchedulePlan schedule, PartitionPlan partition, PartitionPlan failed) =>
        partition != failed || schedule.ChangeOf(partition.Index) != ScheduleChangeAction.Ignore;

    private static string Deed(HealthAction action) => action == HealthAction.Stop ? "stop the system" : "reset the machine";

    private static string NameOf(PartitionPlan partition, HealthEntryPlan entry) => (entry.Level, entry.Event) switch
    {
        (HealthLevel.Module, _) => $"[health].{HealthWords.KeyOf(entry.Event)}",
        (_, HealthEvent.RestartBudgetExhausted) => "its restarts.then",
        _ => $"its health.{HealthWords.KeyOf(entry.Event)}",
    };

    // An entry, and whose it is.
    private sealed record Owned(string Owner, bool IsModule, HealthEntryPlan Entry);
}
