// Holds the interrupts of one virtual CPU against what it asked of its APIC.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Plans;

/// <summary>
/// Each interrupt has a request before it, and each request its interrupt: at the next entry with interrupts on, which is the start
/// of a window for what was requested between two, and which a timer brings about in a window. The highest comes first.
/// </summary>
internal sealed class InterruptJudge
{
    private const ulong EventValid = 1ul << 31;
    private const ulong EventType = 7ul << 8;
    private const ulong ModeMask = 3ul << 17;

    private readonly PlanLife _life;
    private readonly int _vcpu;
    private readonly Queue<PlanSegment> _windows;
    private readonly ExpectedTimer _timer = new();
    private readonly ExpectedRequests _requests = new();
    private readonly Dictionary<int, Moment> _wakes = [];
    private Moment _window;
    private byte _windowVector;
    private bool _areOn;

    private InterruptJudge(PlanLife life, PlanTimeline timeline, int vcpu, ulong end)
    {
        _life = life;
        _vcpu = vcpu;
        _windows = new(timeline.Segments(life.Plan.Vcpus[vcpu].Cpu, end).Where(segment => segment.Owner == vcpu));
    }

    /// <summary>
    /// Judges all runs of <paramref name="life"/>. Returns, for each run that HLT ended, when an interrupt ended HLT.
    /// </summary>
    /// <exception cref="FindingException">An interrupt is lost, doubled, early, late or out of order.</exception>
    public static IReadOnlyDictionary<int, Moment> Judge(PlanLife life, PlanTimeline timeline, ulong end)
    {
        Dictionary<int, Moment> wakes = [];
        for (int vcpu = 0; vcpu < life.Plan.Vcpus.Count; vcpu++)
        {
            InterruptJudge judge = new(life, timeline, vcpu, end);
            judge.Judge();
            foreach ((int run, Moment wake) in judge._wakes)
            {
                wakes.Add(run, wake);
            }
        }

        return wakes;
    }

    private void Judge()
    {
        foreach ((int index, GuestRun run) in _life.Runs.Index().Where(entry => entry.Item.Vcpu == _vcpu))
        {
            Expire(run.Start);
            BeginWindows(run.Start);
            Enter(run);
            if (run.Step is { } step)
            {
                _areOn = (step.Exit.Rflags & RFLAGS.IF) != 0;
                Exit(index, run, step.Exit);
            }
        }
    }

    private void Expire(ulong time)
    {
        foreach (Moment expiry in _timer.TakeUntil(time))
        {
            _requests.Add(CaseInterrupts.TimerVector, expiry);
        }
    }

    // One that passed while the kernel was busy may not have begun.
    private void BeginWindows(ulong time)
    {
        while (_windows.TryPeek(out PlanSegment window) && window.Start <= time)
        {
            _ = _windows.Dequeue();
            bool isThis = time < window.End;
            _window = new Moment(window.Start, isThis ? window.Start + PlanTimeline.StartAlignment : Moment.Never);
            RequestWindow(_window);
        }
    }

    private void RequestWindow(Moment moment)
    {
        if (_windowVector != 0)
        {
            _requests.Add(_windowVector, moment);
        }
    }

    private void Enter(GuestRun run)
    {
        ulong settled = run.Start - Math.Min(run.Start, _life.Bound);
        byte due = _requests.HighestAt(settled);
        bool hasEvent = (run.Injected & EventValid) != 0;
        if (hasEvent && (run.Injected & EventType) == 0)
        {
            byte vector = (byte)run.Injected;
            Demand(_areOn, $"vector {vector:X2} comes at {run.Start}, with interrupts off");
            Demand(vector >= due, $"vector {vector:X2} comes at {run.Start}, before {due:X2}");
            Demand(_requests.TryDeliver(vector, settled, run.Start), $"vector {vector:X2} comes at {run.Start}, and nobody has requested it");
            _areOn = false;
        }
        else if (_areOn && !hasEvent)
        {
            Demand(due == 0, $"vector {due:X2} is requested and does not come at {run.Start}");
            ulong next = Math.Min(_requests.First.Last, _timer.Next?.Last ?? Moment.Never);
            Demand(run.End <= next || run.End - next <= _life.Bound, $"there is a request at {next}, and it runs on until {run.End}");
        }
    }

    private void Exit(int index, GuestRun run, GuestExit exit)
    {
        Moment now = new(PlanLife.DoneAt(run), PlanLife.DoneAt(run) + _life.Bound);
        if (exit.Write is var (msr, value))
        {
            Write(msr, value, now);
        }
        else if (exit.Call is (Hypercall.SetWindowVector, var vector))
        {
            SetWindowVector((byte)vector, run.Start);
        }
        else if (exit.VmxReason == Kernel.Backends.VmxExitReason.Hlt)
        {
            _wakes.Add(index, Wake(now));
        }
    }

    // A window that began just before this run may, to the kernel, begin just behind it.
    private void SetWindowVector(byte vector, ulong start)
    {
        bool isOpen = _window.First + _life.Bound > start;
        if (isOpen)
        {
            _requests.Doubt(_windowVector, _window);
        }

        _windowVector = vector;
        if (isOpen)
        {
            RequestWindow(_window with { Last = Moment.Never });
        }
    }

    private void Write(uint msr, ulong value, Moment now)
    {
        switch (msr)
        {
            case CaseInterrupts.SelfInterruptMsr:
                _requests.Add((byte)value, now);
                break;
            case CaseInterrupts.LvtTimerMsr:
                if ((value & ModeMask) != _timer.Mode)
                {
                    Disarm(now);
                    _timer.SetMode(value & ModeMask);
                }

                break;
            case CaseInterrupts.InitialCountMsr when _timer.Mode != CaseInterrupts.TscDeadline:
                Disarm(now);
                if (value != 0)
                {
                    _timer.Arm(now.After(value), _timer.Mode == CaseInterrupts.Periodic ? value : 0);
                }

                break;
            case Msr.IA32_TSC_DEADLINE when _timer.Mode == CaseInterrupts.TscDeadline:
                Disarm(now);
                ulong deadline = now.First + value;
                _timer.Arm(new Moment(deadline, Math.Max(deadline, now.Last)), 0);
                break;
            default:
                break;
        }
    }

    // What may have expired just before, may not have.
    private void Disarm(Moment now)
    {
        foreach (Moment expiry in _timer.TakeUntil(now.Last))
        {
            _requests.Add(CaseInterrupts.TimerVector, expiry.Last <= now.First ? expiry : expiry with { Last = Moment.Never });
        }

        _timer.Disarm();
    }

    private Moment Wake(Moment now)
    {
        Moment waiting = _requests.First;
        Moment expiry = _timer.Next ?? new Moment(Moment.Never, Moment.Never);
        return new Moment(
            Math.Max(now.First, Math.Min(waiting.First, expiry.First)),
            Math.Max(now.First, Math.Min(waiting.Last, expiry.Last)));
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"virtual CPU {_vcpu}: {otherwise}");
        }
    }
}
