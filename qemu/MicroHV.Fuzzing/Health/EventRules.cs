// What is done about events: the tables and budgets of the plan, as the documentation has them.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>Changes what is expected of a system by an event.</summary>
internal static class EventRules
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>
    /// <paramref name="healthEvent"/> of partition <paramref name="index"/> is answered on <paramref name="cpu"/>. True if its guest goes on;
    /// <paramref name="isPropagated"/> then says whether with an exception.
    /// </summary>
    public static bool Answer(
        ExpectedSystem system, int index, HealthEvent healthEvent, ulong now, int cpu, out bool isPropagated)
    {
        ExpectedPartition partition = system.Partitions[index];
        system.IsUndecided |= system.IsRace(partition.Answered, cpu, now) || system.IsRace(partition.Changed, cpu, now);
        partition.Answered = (now, cpu);
        CaseAnswer answer = system.Life.System.AnswerTo(index, healthEvent);
        isPropagated = answer.Action == HealthAction.Propagate;
        switch (answer.Action)
        {
            case HealthAction.Ignore:
            case HealthAction.Propagate:
                system.Note(healthEvent, answer.Action);
                Log(partition, answer.IsLogged, healthEvent, answer.Action);
                return true;
            case HealthAction.WarmStart:
            case HealthAction.ColdStart:
                Start(system, index, healthEvent, answer, now, cpu);
                return false;
            default:
                Leave(system, index, healthEvent, answer, now, cpu);
                return false;
        }
    }

    /// <summary>The same, of an event that no guest can be told of.</summary>
    public static bool Answer(ExpectedSystem system, int index, HealthEvent healthEvent, ulong now, int cpu) =>
        Answer(system, index, healthEvent, now, cpu, out _);

    /// <summary>NMIs came to <paramref name="cpu"/>, whose window ends.</summary>
    public static void AnswerNmis(ExpectedSystem system, ulong now, int cpu)
    {
        uint count = system.Nmis[cpu];
        system.Nmis[cpu] = 0;
        CaseAnswer answer = system.Life.System.Tables[0][HealthEvent.NonMaskableInterrupt];
        system.IsUndecided |= system.IsRace(system.ModuleAnswered, cpu, now);
        system.ModuleAnswered = (now, cpu);
        system.Note(HealthEvent.NonMaskableInterrupt, answer.Action);
        if (answer.IsLogged)
        {
            system.ModuleLog.Add(new ExpectedRecord(HealthEvent.NonMaskableInterrupt, answer.Action, count));
        }

        if (answer.Action != HealthAction.Ignore)
        {
            system.End = new ExpectedEnd(
                now, cpu, StopReason.NonMaskableInterrupt, answer.Action, HealthEvent.NonMaskableInterrupt, (count, 0));
        }
    }

    /// <summary>The kernel itself has met <paramref name="healthEvent"/>.</summary>
    public static void AnswerFault(ExpectedSystem system, HealthEvent healthEvent, ulong now, int cpu)
    {
        CaseAnswer answer = system.Life.System.Tables[0][healthEvent];
        StopReason reason = healthEvent == HealthEvent.MachineCheck ? StopReason.MachineCheck : StopReason.HostException;
        system.Note(healthEvent, answer.Action);
        system.End = new ExpectedEnd(now, cpu, reason, answer.Action, healthEvent, null);
    }

    /// <summary>The kernel has stopped on <paramref name="cpu"/> since what it never writes was another: it was, if that is so.</summary>
    /// <exception cref="FindingException">Nothing has changed.</exception>
    public static void AnswerChange(ExpectedSystem system, ulong now, int cpu)
    {
        if (!system.IsConstantWrong)
        {
            throw new FindingException($"at {now} something that is never written is said to have changed");
        }

        CaseAnswer answer = system.Life.System.Tables[0][HealthEvent.ChecksumMismatch];
        system.IsUndecided |= system.IsRace(system.ModuleAnswered, cpu, now);
        system.Note(HealthEvent.ChecksumMismatch, answer.Action);
        if (answer.IsLogged)
        {
            system.ModuleLog.Add(new ExpectedRecord(HealthEvent.ChecksumMismatch, answer.Action, 0));
        }

        system.End = new ExpectedEnd(now, cpu, StopReason.ChecksumMismatch, answer.Action, HealthEvent.ChecksumMismatch, null);
    }

    private static void Start(ExpectedSystem system, int index, HealthEvent healthEvent, CaseAnswer answer, ulong now, int cpu)
    {
        ExpectedPartition partition = system.Partitions[index];
        (uint starts, ulong period) = system.Life.System.Budgets[index];
        ulong ticks = (ulong)((UInt128)period * system.Life.Boot.TscHertz / NanosecondsPerSecond);
        switch (partition.TakeStart(starts, ticks, now, system.Life.Bound))
        {
            case null:
                system.IsUndecided = true;
                break;
            case true:
                PartitionMode mode = answer.Action == HealthAction.ColdStart ? PartitionMode.ColdStart : PartitionMode.WarmStart;
                system.Note(healthEvent, answer.Action);
                Log(partition, answer.IsLogged, healthEvent, answer.Action, partition.RestartCount + 1);
                system.Start(index, mode, StartCondition.HealthRestart, healthEvent, now, cpu);
                break;
            default:
                CaseAnswer exhausted = system.Life.System.AnswerTo(index, HealthEvent.RestartBudgetExhausted);
                Log(partition, answer.IsLogged, healthEvent, exhausted.Action);
                Leave(system, index, HealthEvent.RestartBudgetExhausted, exhausted, now, cpu);
                break;
        }
    }

    // The end of the partition, with another schedule or with the end of everything.
    private static void Leave(ExpectedSystem system, int index, HealthEvent healthEvent, CaseAnswer answer, ulong now, int cpu)
    {
        system.Note(healthEvent, answer.Action);
        Log(system.Partitions[index], answer.IsLogged, healthEvent, answer.Action);
        system.Idle(index, now, cpu);
        if (answer.Action is HealthAction.Stop or HealthAction.Reset)
        {
            system.End = new ExpectedEnd(now, cpu, StopReason.HealthAction, answer.Action, healthEvent, ((ulong)healthEvent, (ulong)index));
        }

        if (answer.Action == HealthAction.SwitchSchedule)
        {
            system.Request(answer.Schedule, now, cpu);
        }
    }

    private static void Log(ExpectedPartition partition, bool isLogged, HealthEvent healthEvent, HealthAction action, uint? restartCount = null)
    {
        if (isLogged)
        {
            partition.Log.Add(new ExpectedRecord(healthEvent, action, restartCount ?? partition.RestartCount));
        }
    }
}
