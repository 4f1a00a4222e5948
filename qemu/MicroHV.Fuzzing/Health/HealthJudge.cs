// Holds what partitions lived through against the plan's tables.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Health;

/// <summary>
/// Goes through windows, entries and exits in the order of their times. Whoever is started again finds registers as at the first entry,
/// and memory as the start leaves it; nobody's memory changes but by its own writes and its own starts; modes, answers, budgets,
/// watchdogs, schedules and the log are those of the documentation.
/// </summary>
internal sealed class HealthJudge
{
    private const ulong GeneralProtection = 0x8000_0B0D;

    private readonly HealthLife _life;
    private readonly ExpectedSystem _system;
    private readonly WindowQueue _windows;
    private readonly WindowRules _rules;
    private readonly HashSet<int> _judgedExits = [];

    private HealthJudge(HealthLife life)
    {
        _life = life;
        _system = new ExpectedSystem(life);
        _windows = new WindowQueue(life, _system.Timeline);
        _rules = new WindowRules(_system, _windows);
    }

    /// <summary>
    /// What is expected at the end; null if two CPUs did something so close to each other that the plan does not say which came first.
    /// </summary>
    /// <exception cref="FindingException">Something is not as the plan says.</exception>
    public static ExpectedSystem? Judge(HealthLife life)
    {
        HealthJudge judge = new(life);
        judge.Live();
        if (judge._system.IsUndecided)
        {
            return null;
        }

        judge._system.Timeline.Close();
        LogJudge.Judge(judge._system);
        return judge._system;
    }

    private bool IsOver => _system.IsOver;

    private void Live()
    {
        // A wrong constant is found by whoever has time: when, only the kernel can say.
        bool isChange = _life.Stop.Reason == StopReason.ChecksumMismatch;
        ulong last = isChange ? _life.Stop.Tsc : ulong.MaxValue;
        IEnumerable<(ulong Time, int Order, int Index, bool IsEntry)> moments = _life.Runs.Index().SelectMany(run => new[]
        {
            (run.Item.Start, WindowQueue.OrderOf(run.Index, 0), run.Index, true),
            (PlanLife.DoneAt(run.Item), WindowQueue.OrderOf(run.Index, 1), run.Index, false),
        });
        foreach ((ulong time, int order, int index, bool isEntry) in moments.OrderBy(moment => moment.Time).ThenBy(moment => moment.Order))
        {
            BeginWindows(Math.Min(time, last), order);
            if (IsOver || time > last)
            {
                break;
            }

            if (isEntry)
            {
                Enter(index);
            }
            else
            {
                Exit(index, time);
            }
        }

        BeginWindows(last, int.MaxValue);
        if (isChange && !IsOver)
        {
            EventRules.AnswerChange(_system, last, (int)_life.Stop.CpuIndex);
        }

        JudgeEnd();
    }

    // At the end of everything no other CPU may be about to do something that counts, and soon afterwards nobody runs.
    private void JudgeEnd()
    {
        ulong planned = _system.IsUndecided || _system.End is not null ? 0 : _system.Timeline.StartOfFrame(_life.System.Plan.FrameLimit);
        (ulong end, int cpu) = _system.End is { } stop ? (_life.Stop.Tsc, stop.Cpu) : (planned, 0);

        // What sleeps and finds a change may have just been about to begin a window.
        cpu = _life.Stop.Reason == StopReason.ChecksumMismatch ? ExpectedSystem.AnyCpu : cpu;
        for (int other = 0; other < _system.LastDeeds.Length; other++)
        {
            _system.IsUndecided |= other != cpu && _system.LastDeeds[other] + _life.Bound >= end;
        }

        while (_system.End is not null && _windows.TakeBefore(end + _life.Bound, int.MaxValue) is { } begin)
        {
            _system.IsUndecided |= begin.Cpu != cpu && (_system.Nmis[begin.Cpu] != 0 || _rules.Bites(begin.Segment.Owner));
        }

        // What ends the kernel takes a while, the more so if it is found as memory is filled: until the stop others do what counts, or
        // do not. A stop that comes too late is wrong, whatever they did.
        bool isOnTime = end <= _system.End?.Tsc + _life.Bound;
        foreach ((int index, GuestRun run) in _life.Runs.Index().Where(run => _system.End is not null && run.Item.Cpu != cpu))
        {
            bool isDeed = run.IsRefused || (run.Step is { } step && (step.Cost != 0 || _life.System.Deeds.ContainsKey(step)));
            bool mayCount = isDeed && !_judgedExits.Contains(index) && PlanLife.DoneAt(run) <= end + _life.Bound;
            _system.IsUndecided |= mayCount && isOnTime;
            Demand(_system.IsUndecided || run.Start <= end + _life.Bound, run, $"runs, and the kernel has stopped at {end}");
        }
    }

    private void BeginWindows(ulong tsc, int order)
    {
        while (!IsOver && _windows.TakeBefore(tsc, order) is { } begin)
        {
            if (begin.Frame > _life.System.Plan.FrameLimit)
            {
                return;
            }

            _rules.Begin(begin);
        }
    }

    private void Enter(int index)
    {
        GuestRun run = _life.Runs[index];
        if (run.IsNothing || run.IsRefused || !_life.Entries.TryGetValue(index, out GuestEntry? entry))
        {
            return;
        }

        int number = _life.PartitionOf(run.Vcpu);
        ExpectedPartition partition = _system.Partitions[number];
        ExpectedVcpu vcpu = _system.Vcpus[run.Vcpu];
        bool isFirst = _life.System.FirstVcpuOf(number) == (int)run.Vcpu;
        if (_system.IsRace(partition.Changed, run.Cpu, run.Start) && run.End <= run.Start + _life.Bound)
        {
            // Another CPU has just ended this life, and what is entered here stops at once.
            _system.IsUndecided |= run.Step is not null;
            return;
        }

        Demand(partition.Mode != PartitionMode.Idle, run, "runs, and its partition is idle");
        vcpu.First ??= entry;
        if (partition.FirstMemory.Length == 0)
        {
            partition.FirstMemory = partition.Memory = entry.Memory;
        }

        if (vcpu.Life != partition.Life)
        {
            Begin(run, number, entry);
            if (IsOver)
            {
                return;
            }
        }

        Demand(!vcpu.IsBroken, run, "is entered, and no processor enters it");
        Demand(!isFirst || entry.Memory.AsSpan().SequenceEqual(partition.Memory), run, "finds other memory than its partition left");
        bool isGiven = (run.Injected & uint.MaxValue) == GeneralProtection;
        Demand(!vcpu.ExpectsException || isGiven, run, "is not given #GP(0)");
        vcpu.ExpectsException = false;
        JudgeAnswer(vcpu, entry);
    }

    private void Begin(GuestRun run, int number, GuestEntry entry)
    {
        ExpectedPartition partition = _system.Partitions[number];
        ExpectedVcpu vcpu = _system.Vcpus[run.Vcpu];
        Demand(partition.Load != LoadState.Waits, run, "is entered, and its memory is not filled");
        if (partition.Load == LoadState.Unclear)
        {
            _system.EndLoad(number, run.Start);
        }

        vcpu.Begin(partition.Life, run.Start);
        bool isAsAtFirst = entry.Registers.Equals(vcpu.First!.Registers) && entry.Rip == vcpu.First.Rip && entry.Xmm == vcpu.First.Xmm;
        Demand(isAsAtFirst, run, "is started again with other registers than at first");
        if (_life.System.FirstVcpuOf(number) == (int)run.Vcpu)
        {
            partition.Enter();
        }
    }

    // A guest that goes on behind a hypercall finds the answer.
    private static void JudgeAnswer(ExpectedVcpu vcpu, GuestEntry entry)
    {
        if (vcpu.Call is { } call)
        {
            ReturnCode code = (ReturnCode)entry.Registers.Rax;
            Demand(code == call.Code, call.Run, $"is answered {code} and not {call.Code}");
            Demand(
                call.Status is null || call.Status == entry.Registers.Rdx,
                call.Run,
                $"is told status {entry.Registers.Rdx:X} and not {call.Status:X}");
            vcpu.Call = null;
        }
    }

    private void Exit(int index, ulong now)
    {
        _ = _judgedExits.Add(index);
        GuestRun run = _life.Runs[index];
        Deed? deed = run.Step is null ? null : _life.System.Deeds.GetValueOrDefault(run.Step);
        if (deed is null && !run.IsRefused && run.Step is null)
        {
            return;
        }

        int own = _life.PartitionOf(run.Vcpu);
        bool counts = deed is not null || run.IsRefused;
        _system.LastDeeds[run.Cpu] = counts ? now : _system.LastDeeds[run.Cpu];
        if (counts && _system.IsRace(_system.Partitions[own].Changed, run.Cpu, now))
        {
            _system.IsUndecided = true;
            return;
        }

        // Behind the end of its life a guest asks for nothing any more, but has done what it did by itself.
        bool goesOn = Do(run, deed, own, now, _system.IsAlive((int)run.Vcpu));
        if (goesOn && !IsOver && _system.IsAlive((int)run.Vcpu))
        {
            JudgeOverrun(run, own, now);
        }
    }

    private bool Do(GuestRun run, Deed? deed, int own, ulong now, bool isAlive)
    {
        ExpectedVcpu vcpu = _system.Vcpus[run.Vcpu];
        switch (deed)
        {
            case MemoryWrite(var offset, var value):
                ExpectedPartition partition = _system.Partitions[own];
                partition.Memory = [.. partition.Memory];
                int origin = (int)SmallSystem.MemorySizeBytes - partition.Memory.Length;
                _ = BitConverter.TryWriteBytes(partition.Memory.AsSpan(offset - origin), value);
                return true;
            case GoldenFlip(var copy):
                _system.FlipGolden(_life.GoldenCopies[copy], now);
                return true;
            case ConstantFlip:
                _system.IsConstantWrong = true;
                return true;
            case NmiArrival:
                _system.Nmis[run.Cpu]++;
                return true;
            case KernelFault(var healthEvent):
                EventRules.AnswerFault(_system, healthEvent, now, run.Cpu);
                return false;
            case EntryBreak:
                vcpu.IsBroken = isAlive;
                return true;
        }

        if (!isAlive)
        {
            return false;
        }

        if (run.IsRefused)
        {
            Demand(vcpu.IsBroken, run, "is refused by the processor");
            return Answer(run, own, HealthEvent.EntryFailed, now);
        }

        switch (deed)
        {
            case Offence(var healthEvent):
                return Answer(run, own, healthEvent, now);
            case WatchdogKick:
                _system.Partitions[own].WindowsLeft = _life.System.Watchdogs[own];
                return true;
            case EndReport:
                _system.Idle(own, now, run.Cpu);
                return false;
            case ModeRequest request:
                return ModeRules.Ask(_system, run, request, now);
            case StatusRequest request:
                ModeRules.Ask(_system, run, request, now);
                return true;
            default:
                return !PlanLife.GivesUp(run);
        }
    }

    private bool Answer(GuestRun run, int own, HealthEvent healthEvent, ulong now)
    {
        bool goesOn = EventRules.Answer(_system, own, healthEvent, now, run.Cpu, out bool isPropagated);
        _system.Vcpus[run.Vcpu].ExpectsException = isPropagated;
        return goesOn;
    }

    // An exit that kept the kernel until the window was over by more than the plan tolerates.
    private void JudgeOverrun(GuestRun run, int own, ulong now)
    {
        ulong tolerance = _life.System.OverrunNanoseconds * _life.Boot.TscHertz / 1_000_000_000;
        ulong end = _system.Segments[run.Cpu].End;
        if (tolerance == 0 || now <= end)
        {
            return;
        }

        ulong late = now - end;
        _system.IsUndecided |= late <= tolerance && late + _life.Bound > tolerance;
        if (late > tolerance)
        {
            _system.LastDeeds[run.Cpu] = now;
            _ = EventRules.Answer(_system, own, HealthEvent.WindowOverrun, now, run.Cpu);
        }
    }

    private static void Demand(bool holds, GuestRun run, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"at {run.Start} to {run.End} virtual CPU {run.Vcpu} {otherwise}");
        }
    }
}
