// What a plan may say about each event, by the documentation of health, and tables by chance that say it.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>What is done about an event, whether a record is written, and the schedule that a change is to.</summary>
internal sealed record CaseAnswer(HealthLevel Level, HealthAction Action, bool IsLogged, int Schedule);

/// <summary>The actions that each event can have, the likeliest first. The kernel's own lists are another matter.</summary>
internal static class HealthTables
{
    private const HealthAction Ignore = HealthAction.Ignore;
    private const HealthAction Propagate = HealthAction.Propagate;
    private const HealthAction Idle = HealthAction.Idle;
    private const HealthAction Warm = HealthAction.WarmStart;
    private const HealthAction Cold = HealthAction.ColdStart;
    private const HealthAction Switch = HealthAction.SwitchSchedule;
    private const HealthAction Stop = HealthAction.Stop;
    private const HealthAction Reset = HealthAction.Reset;

    /// <summary>Events of a partition.</summary>
    public static IReadOnlyDictionary<HealthEvent, HealthAction[]> OfPartition { get; } = new Dictionary<HealthEvent, HealthAction[]>
    {
        [HealthEvent.MemoryViolation] = [Cold, Warm, Propagate, Idle, Switch, Stop, Reset],
        [HealthEvent.IllegalRequest] = [Warm, Cold, Propagate, Idle, Switch, Stop, Reset],
        [HealthEvent.PortViolation] = [Warm, Cold, Propagate, Idle, Switch, Stop, Reset],
        [HealthEvent.UnexpectedTrap] = [Cold, Warm, Idle, Switch, Stop, Reset],
        [HealthEvent.DeadVcpu] = [Warm, Cold, Idle, Switch, Stop, Reset],
        [HealthEvent.EntryFailed] = [Cold, Warm, Idle, Switch, Stop, Reset],
        [HealthEvent.Watchdog] = [Warm, Ignore, Cold, Idle, Switch, Stop, Reset],
        [HealthEvent.WindowOverrun] = [Ignore, Warm, Cold, Idle, Switch, Stop, Reset],
        [HealthEvent.DeadlineMissed] = [Ignore, Warm, Cold, Idle, Switch, Stop, Reset],
        [HealthEvent.ApplicationError] = [Ignore, Cold, Warm, Idle, Switch, Stop, Reset],
        [HealthEvent.ChecksumMismatch] = [Idle, Switch, Stop, Reset],
        [HealthEvent.RestartBudgetExhausted] = [Idle, Switch, Stop, Reset],
    };

    /// <summary>Events that the module answers: its own, and those that partitions leave to it.</summary>
    public static IReadOnlyDictionary<HealthEvent, HealthAction[]> OfModule { get; } = new Dictionary<HealthEvent, HealthAction[]>(OfPartition)
    {
        [HealthEvent.HostException] = [Stop, Reset],
        [HealthEvent.MachineCheck] = [Stop, Reset],
        [HealthEvent.NonMaskableInterrupt] = [Ignore, Stop, Reset],
        [HealthEvent.ChecksumMismatch] = [Stop, Reset],
    };

    /// <summary>A table by chance. Only one answer in three that ends the run does so: little happens behind it.</summary>
    public static IReadOnlyDictionary<HealthEvent, CaseAnswer> Read(ref CaseBytes input, bool isModule, int scheduleCount)
    {
        Dictionary<HealthEvent, CaseAnswer> table = [];
        foreach ((HealthEvent healthEvent, HealthAction[] actions) in isModule ? OfModule : OfPartition)
        {
            bool asksModule = !isModule && input.Choice(4) == 1;
            HealthAction action = asksModule ? Ignore : input.OneOf(actions);
            action = action is Stop or Reset && input.Choice(3) != 1 ? actions[0] : action;
            bool isLogged = input.Choice(4) != 1;
            int schedule = action == Switch ? input.Choice(scheduleCount) : 0;
            table.Add(
                healthEvent,
                new CaseAnswer(isModule || asksModule ? HealthLevel.Module : HealthLevel.Partition, action, isLogged, schedule));
        }

        return table;
    }
}
