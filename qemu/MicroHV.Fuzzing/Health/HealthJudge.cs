// Holds what partitions lived through against the plan's tables.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Health;

/// <summary>
/// Goes through entries and exits in the order of their times. Whoever is started again finds registers as at the first entry, and
/// memory as the start leaves it; nobody's memory changes but by its own writes and its own starts; modes, budgets and the log
/// are those of the documentation.
/// </summary>
internal sealed class HealthJudge
{
    private const ulong GeneralProtection = 0x8000_0B0D;

    private readonly HealthLife _life;
    private readonly ExpectedPartition[] _partitions;
    private readonly GuestEntry?[] _first;
    private readonly int[] _lives;
    private readonly Dictionary<uint, int> _calls = [];
    private bool _isUndecided;

    private HealthJudge(HealthLife life)
    {
        _life = life;
        _partitions = [.. Enumerable.Range(0, life.System.Plan.PartitionCount).Select(_ => new ExpectedPartition())];
        _first = new GuestEntry?[life.System.Plan.Vcpus.Count];
        _lives = new int[life.System.Plan.Vcpus.Count];
    }

    /// <summary>
    /// The partitions at the end; null if two CPUs changed the same one so close to each other that the plan does not say which came
    /// first.
    /// </summary>
    /// <exception cref="FindingException">Something is not as the plan says.</exception>
    public static IReadOnlyList<ExpectedPartition>? Judge(HealthLife life)
    {
        HealthJudge judge = new(life);
        IEnumerable<(ulong Time, int Order, int Index, bool IsEntry)> moments = life.Runs.Index().SelectMany(
            run => new[] { (run.Item.Start, run.Index * 2, run.Index, true), (run.Item.End, (run.Index * 2) + 1, run.Index, false) });
        foreach ((_, _, int index, bool isEntry) in moments.OrderBy(moment => moment.Time).ThenBy(moment => moment.Order))
        {
            if (isEntry)
            {
                judge.Enter(index);
            }
            else
            {
                judge.Exit(index);
            }

            if (judge._isUndecided)
            {
                return null;
            }
        }

        judge.JudgeLog();
        return judge._partitions;
    }

    private void Enter(int index)
    {
        GuestRun run = _life.Runs[index];
        if (!_life.Entries.TryGetValue(index, out GuestEntry? entry))
        {
            return;
        }

        ExpectedPartition partition = _partitions[_life.PartitionOf(run.Vcpu)];
        bool isFirst = _life.System.Plan.Vcpus.Index().First(vcpu => vcpu.Item.Partition == _life.PartitionOf(run.Vcpu)).Index == (int)run.Vcpu;
        if (IsRace(partition, run.Cpu, run.Start))
        {
            // Another CPU has just ended this life; what is entered here stops at once.
            _isUndecided = run.Step is not null;
            return;
        }

        Demand(partition.Mode != PartitionMode.Idle, run, "runs, and its partition is idle");
        if (_first[run.Vcpu] is null)
        {
            _first[run.Vcpu] = entry;
            if (isFirst)
            {
                partition.FirstMemory = partition.Memory = entry.Memory;
            }
        }

        if (_lives[run.Vcpu] != partition.Life)
        {
            Demand(isFirst || !partition.IsStarting || partition.Condition != StartCondition.NormalStart, run, "runs before its partition");
            _lives[run.Vcpu] = partition.Life;
            GuestEntry first = _first[run.Vcpu]!;
            Demand(
                entry.Registers.Equals(first.Registers) && entry.Rip == first.Rip && entry.Xmm == first.Xmm,
                run,
                "is started again with other registers than at first");
            if (isFirst)
            {
                partition.Memory = partition.IsColdStarting ? partition.FirstMemory : partition.Memory;
                partition.Enter();
            }
        }

        Demand(
            !isFirst || entry.Memory.AsSpan().SequenceEqual(partition.Memory), run, "finds other memory than its partition left");
        Demand(
            !partition.ExpectsException || !isFirst || (run.Injected & uint.MaxValue) == GeneralProtection, run, "is not given #GP(0)");
        partition.ExpectsException &= !isFirst;
        JudgeAnswer(run.Vcpu, entry);
    }

    // A guest that goes on behind a question finds the answer.
    private void JudgeAnswer(uint vcpu, GuestEntry entry)
    {
        if (!_calls.Remove(vcpu, out int index))
        {
            return;
        }

        GuestRun run = _life.Runs[index];
        switch (_life.System.Deeds[run.Step!])
        {
            case ModeRequest request:
                AnswerMode(run, request, (ReturnCode)entry.Registers.Rax);
                break;
            case StatusRequest(var id):
                int asked = id == 0 ? _life.PartitionOf(vcpu) : (int)id - 1;
                bool mayAsk = asked == _life.PartitionOf(vcpu) || MayAsk(_life.PartitionOf(vcpu));
                Demand(mayAsk == (entry.Registers.Rax == 0), run, $"is told {(ReturnCode)entry.Registers.Rax} of a status");
                ExpectedPartition partition = _partitions[asked];
                bool isSettled = asked == _life.PartitionOf(vcpu) || partition.Changed.Tsc + _life.Bound < run.End;
                Demand(
                    !mayAsk || !isSettled || entry.Registers.Rdx == partition.Status,
                    run,
                    $"is told status {entry.Registers.Rdx:X} and not {partition.Status:X}");
                break;
            default:
                break;
        }
    }

    private void Exit(int index)
    {
        GuestRun run = _life.Runs[index];
        if (run.Step is null || !_life.System.Deeds.TryGetValue(run.Step, out Deed? deed))
        {
            return;
        }

        int own = _life.PartitionOf(run.Vcpu);
        ExpectedPartition partition = _partitions[own];
        if (IsRace(partition, run.Cpu, run.End))
        {
            _isUndecided = true;
            return;
        }

        switch (deed)
        {
            case Offence(var healthEvent):
                Answer(own, run, healthEvent);
                break;
            case MemoryWrite(var offset, var value):
                partition.Memory = [.. partition.Memory];
                int origin = (int)SmallSystem.MemorySizeBytes - partition.Memory.Length;
                _ = BitConverter.TryWriteBytes(partition.Memory.AsSpan(offset - origin), value);
                break;
            case EndReport:
                partition.End(run.End, run.Cpu);
                break;
            case ModeRequest request when Target(own, request.Id) == own && request.Mode <= (ulong)PartitionMode.Normal:
                SetOwnMode(partition, run, index, (PartitionMode)request.Mode);
                break;
            default:
                _calls[run.Vcpu] = index;
                break;
        }
    }

    private void SetOwnMode(ExpectedPartition partition, GuestRun run, int index, PartitionMode mode)
    {
        if (Refusal(partition.Mode, mode) != ReturnCode.NoError || mode == PartitionMode.Normal)
        {
            _calls[run.Vcpu] = index;
        }
        else if (mode == PartitionMode.Idle)
        {
            partition.End(run.End, run.Cpu);
        }
        else
        {
            partition.Start(mode, StartCondition.PartitionRestart, HealthEvent.None, run.End, run.Cpu);
        }
    }

    // What was asked of another partition was done if the answer says so; whether it may say so depends on the mode then.
    private void AnswerMode(GuestRun run, ModeRequest request, ReturnCode code)
    {
        int own = _life.PartitionOf(run.Vcpu);
        int target = Target(own, request.Id);
        if (request.Mode > (ulong)PartitionMode.Normal)
        {
            Demand(code == ReturnCode.InvalidParameter, run, $"is answered {code} to mode {request.Mode}");
            return;
        }

        if (target != own && !MayAsk(own))
        {
            Demand(code == ReturnCode.InvalidConfiguration, run, $"may not ask, and is answered {code}");
            return;
        }

        if (target >= _partitions.Length)
        {
            Demand(code == ReturnCode.InvalidParameter, run, $"asks for nobody, and is answered {code}");
            return;
        }

        PartitionMode mode = (PartitionMode)request.Mode;
        ExpectedPartition partition = _partitions[target];
        if (target == own)
        {
            Demand(code == Refusal(partition.Mode, mode), run, $"is answered {code} in mode {partition.Mode}");
            if (code == ReturnCode.NoError)
            {
                partition.BeNormal();
            }

            return;
        }

        if (mode == PartitionMode.Normal)
        {
            Demand(code == ReturnCode.InvalidMode, run, $"is answered {code} to mode Normal for another");
            return;
        }

        if (partition.IsStarting || partition.Changed.Tsc + _life.Bound >= run.End)
        {
            // The start may be under way still, and then nobody can change it.
            _isUndecided = true;
            return;
        }

        Demand(code == Refusal(partition.Mode, mode), run, $"is answered {code} for one in mode {partition.Mode}");
        if (code != ReturnCode.NoError)
        {
            return;
        }

        if (mode == PartitionMode.Idle)
        {
            partition.End(run.End, run.Cpu);
        }
        else
        {
            partition.Start(mode, StartCondition.PartitionRestart, HealthEvent.None, run.End, run.Cpu);
        }
    }

    private void Answer(int index, GuestRun run, HealthEvent healthEvent)
    {
        ExpectedPartition partition = _partitions[index];
        CaseAnswer answer = _life.System.AnswerTo(index, healthEvent);
        switch (answer.Action)
        {
            case HealthAction.Ignore:
                Log(partition, answer, healthEvent, answer.Action);
                break;
            case HealthAction.Propagate:
                Log(partition, answer, healthEvent, answer.Action);
                partition.ExpectsException = true;
                break;
            case HealthAction.WarmStart:
            case HealthAction.ColdStart:
                Start(index, run, healthEvent, answer);
                break;
            default:
                Log(partition, answer, healthEvent, answer.Action);
                partition.End(run.End, run.Cpu);
                break;
        }
    }

    private void Start(int index, GuestRun run, HealthEvent healthEvent, CaseAnswer answer)
    {
        ExpectedPartition partition = _partitions[index];
        (uint starts, ulong period) = _life.System.Budgets[index];
        ulong ticks = (ulong)((UInt128)period * _life.Boot.TscHertz / 1_000_000_000);
        switch (partition.TakeStart(starts, ticks, run.End, _life.Bound))
        {
            case null:
                _isUndecided = true;
                break;
            case true:
                PartitionMode mode = answer.Action == HealthAction.ColdStart ? PartitionMode.ColdStart : PartitionMode.WarmStart;
                partition.Start(mode, StartCondition.HealthRestart, healthEvent, run.End, run.Cpu);
                Log(partition, answer, healthEvent, answer.Action);
                break;
            default:
                CaseAnswer exhausted = _life.System.AnswerTo(index, HealthEvent.RestartBudgetExhausted);
                Log(partition, answer, healthEvent, exhausted.Action);
                Log(partition, exhausted, HealthEvent.RestartBudgetExhausted, exhausted.Action);
                partition.End(run.End, run.Cpu);
                break;
        }
    }

    private static void Log(ExpectedPartition partition, CaseAnswer answer, HealthEvent healthEvent, HealthAction action)
    {
        if (answer.IsLogged)
        {
            partition.Log.Add(new ExpectedRecord(healthEvent, action, partition.RestartCount));
        }
    }

    // Every record is the one that its number says. None is left out before a later one.
    private void JudgeLog()
    {
        for (int i = 0; i < _partitions.Length; i++)
        {
            HealthRecord[] told = [.. _life.Log.Where(record => record.PartitionIndex == (uint)i)];
            List<ExpectedRecord> expected = _partitions[i].Log;
            for (int j = 0; j < told.Length; j++)
            {
                ExpectedRecord record = new(told[j].Event, (HealthAction)told[j].Action, told[j].RestartCount);
                bool isRight = told[j].Sequence == (ulong)j + 1 && j < expected.Count && record == expected[j];
                DemandLog(isRight, i, $"record {told[j].Sequence} is {record}, in place {j + 1} of {expected.Count}");
                bool isInOrder = j == 0 || told[j].TimeNanoseconds >= told[j - 1].TimeNanoseconds;
                DemandLog(isInOrder, i, $"record {told[j].Sequence} is older than the one before");
            }

            DemandLog(told.Length == expected.Count, i, $"{told.Length} of {expected.Count} records came");
        }
    }

    private bool IsRace(ExpectedPartition partition, int cpu, ulong now) =>
        partition.Changed.Cpu != cpu && partition.Changed.Tsc != 0 && now <= partition.Changed.Tsc + _life.Bound;

    private bool MayAsk(int partition) => _life.System.Plan.AreSystem[partition];

    private static int Target(int own, ulong id) => id == 0 ? own : (int)id - 1;

    private static ReturnCode Refusal(PartitionMode from, PartitionMode to) => (from, to) switch
    {
        (PartitionMode.ColdStart, PartitionMode.WarmStart) => ReturnCode.InvalidMode,
        (PartitionMode.Normal, PartitionMode.Normal) or (PartitionMode.Idle, PartitionMode.Idle) => ReturnCode.NoAction,
        _ => ReturnCode.NoError,
    };

    private static void Demand(bool holds, GuestRun run, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"at {run.Start} to {run.End} virtual CPU {run.Vcpu} {otherwise}");
        }
    }

    private static void DemandLog(bool holds, int partition, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"the log of partition {partition}: {otherwise}");
        }
    }
}
