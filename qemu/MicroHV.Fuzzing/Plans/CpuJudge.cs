// Holds what ran on one CPU against whose time it was.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;

namespace MicroHV.Fuzzing.Plans;

/// <summary>
/// At every moment of a CPU's life the plan names at most one virtual CPU. It must run, but for the kernel's own work, of which there
/// is a bound; nobody else may. Late is only who follows on an exit that the kernel was still busy with.
/// </summary>
/// <param name="life">What was seen.</param>
/// <param name="timeline">What was planned.</param>
/// <param name="wakes">When an interrupt ended HLT, by the index of the run that ended with it.</param>
/// <param name="cpu">The CPU.</param>
internal sealed class CpuJudge(PlanLife life, PlanTimeline timeline, IReadOnlyDictionary<int, Moment> wakes, int cpu)
{
    private readonly ulong[] _idleTimes = life.IdleTimes();
    private PlanSegment _segment;
    private TimeTaker _owner = new(CasePlan.Nobody);
    private TimeTaker _background = new(CasePlan.Nobody);
    private ulong _since;
    private ulong _free;

    private int Occupant => _owner.Takes ? _owner.Vcpu : _background.Takes ? _background.Vcpu : CasePlan.Nobody;

    /// <summary>Judges all runs on the CPU up to <paramref name="end"/>.</summary>
    /// <exception cref="FindingException">Somebody ran in time that was not theirs, or did not in time that was.</exception>
    public void Judge(ulong end)
    {
        (int Index, GuestRun Run)[] runs = [.. life.Runs.Index().Where(entry => entry.Item.Cpu == cpu)];
        int next = 0;
        foreach (PlanSegment segment in timeline.Segments(cpu, end))
        {
            Begin(segment);
            for (; next < runs.Length && runs[next].Run.Start < segment.End; next++)
            {
                Take(runs[next].Index, runs[next].Run);
            }

            Finish();
        }

        Demand(next >= runs.Length - 1, $"a guest ran {runs.Length - next} times after the stop at {end}");
        Demand(next == runs.Length || runs[next].Run.End <= end + life.Bound, $"a guest ran on after the stop at {end}");
    }

    private void Begin(PlanSegment segment)
    {
        _segment = segment;
        _owner = new TimeTaker(segment.Owner);
        _background = new TimeTaker(segment.Background == segment.Owner ? CasePlan.Nobody : segment.Background);
        _since = Math.Max(segment.Start, _free);
    }

    private void Take(int index, GuestRun run)
    {
        if (run.End == run.Start && run.Step is null)
        {
            // An interrupt was pending: it exits before the guest's first instruction.
            return;
        }

        Demand(run.Start >= _free, $"virtual CPU {run.Vcpu} runs at {run.Start}, before the last one has stopped");
        ulong settled = run.Start - Math.Min(run.Start, life.Bound);
        LetIdleGo(settled);
        LetSleepersReturn(settled);
        if (run.Vcpu != Occupant)
        {
            LetIdleGo(run.Start);
            LetReturn((int)run.Vcpu, run.Start);
        }

        _free = PlanLife.DoneAt(run);

        // A schedule begins at a multiple of some ticks, and a CPU may find the end of the frame before it only that much later.
        if (run.Vcpu != Occupant && run.Start < _segment.Start + PlanTimeline.StartAlignment && run.End <= _segment.Start + life.Bound)
        {
            _since = Math.Max(_since, _free);
            return;
        }

        Demand(run.Vcpu == Occupant, $"virtual CPU {run.Vcpu} runs at {run.Start}, in time of {Occupant}");
        Demand(run.Start - Math.Min(run.Start, _since) <= life.Bound, $"virtual CPU {run.Vcpu} has time since {_since} and runs at {run.Start}");
        Demand(run.End <= _segment.End + life.Bound, $"virtual CPU {run.Vcpu} has time until {_segment.End} and runs until {run.End}");
        ulong idle = IdleTimeOf(Occupant);
        Demand(idle >= run.End || run.End - idle <= life.Bound, $"virtual CPU {run.Vcpu} is idle since {idle} and runs until {run.End}");
        ulong wake = _owner.Takes ? Moment.Never : _owner.Wake.Last;
        Demand(run.End <= wake || run.End - wake <= life.Bound, $"virtual CPU {_owner.Vcpu} is woken at {wake}, and {run.Vcpu} runs until {run.End}");
        _since = _free;
        GoOn(index, run);
    }

    // What the exit that ended a run means for the rest of the segment.
    private void GoOn(int index, GuestRun run)
    {
        TimeTaker taker = _owner.Takes ? _owner : _background;
        if (PlanLife.GivesUp(run))
        {
            taker.GiveUp();
        }
        else if (wakes.TryGetValue(index, out Moment wake))
        {
            taker.Halt(wake);
        }
    }

    // Nothing of the segment was lost.
    private void Finish()
    {
        LetIdleGo(_segment.End);
        LetSleepersReturn(_segment.End - Math.Min(_segment.End, life.Bound));
        bool isUsed = Occupant == CasePlan.Nobody || _segment.End <= _since + life.Bound;
        Demand(isUsed, $"virtual CPU {Occupant} has time from {_since} to {_segment.End} and does not run");
    }

    // Whose HLT an interrupt ended for certain takes time again.
    private void LetSleepersReturn(ulong now)
    {
        foreach (TimeTaker taker in (ReadOnlySpan<TimeTaker>)[_background, _owner])
        {
            if (taker.Wake.Last <= now)
            {
                bool takesOver = taker == _owner || !_owner.Takes;
                _since = takesOver ? Math.Max(_free, taker.Wake.Last) : _since;
                taker.Return();
            }
        }
    }

    // One who runs may have been woken already.
    private void LetReturn(int vcpu, ulong now)
    {
        TimeTaker taker = vcpu == _owner.Vcpu ? _owner : _background;
        if (taker.Vcpu == vcpu && taker.Wake.First <= now)
        {
            _since = now;
            taker.Return();
        }
    }

    // Whose partition has become idle by then leaves its time to the background.
    private void LetIdleGo(ulong now)
    {
        foreach (TimeTaker taker in (ReadOnlySpan<TimeTaker>)[_owner, _background])
        {
            if (IdleTimeOf(taker.Vcpu) <= now && (taker.Takes || taker.Wake.First != Moment.Never))
            {
                _since = taker.Vcpu == Occupant ? Math.Max(_since, IdleTimeOf(taker.Vcpu)) : _since;
                taker.GiveUp();
            }
        }
    }

    private ulong IdleTimeOf(int vcpu) =>
        vcpu == CasePlan.Nobody ? ulong.MaxValue : _idleTimes[life.Plan.Vcpus[vcpu].Partition];

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"CPU {cpu}: {otherwise}");
        }
    }
}
