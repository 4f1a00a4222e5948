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
/// <param name="cpu">The CPU.</param>
internal sealed class CpuJudge(PlanLife life, PlanTimeline timeline, int cpu)
{
    private readonly ulong[] _idleTimes = life.IdleTimes();
    private PlanSegment _segment;
    private int _occupant;
    private ulong _since;
    private ulong _free;

    /// <summary>Judges all runs on the CPU up to <paramref name="end"/>.</summary>
    /// <exception cref="FindingException">Somebody ran in time that was not theirs, or did not in time that was.</exception>
    public void Judge(ulong end)
    {
        GuestRun[] runs = [.. life.Runs.Where(run => run.Cpu == cpu)];
        int next = 0;
        foreach (PlanSegment segment in timeline.Segments(cpu, end))
        {
            Begin(segment);
            for (; next < runs.Length && runs[next].Start < segment.End; next++)
            {
                Take(runs[next]);
            }

            Finish();
        }

        Demand(next >= runs.Length - 1, $"a guest ran {runs.Length - next} times after the stop at {end}");
        Demand(next == runs.Length || runs[next].End <= end + life.Bound, $"a guest ran on after the stop at {end}");
    }

    private void Begin(PlanSegment segment)
    {
        _segment = segment;
        _occupant = segment.Owner == CasePlan.Nobody ? segment.Background : segment.Owner;
        _since = Math.Max(segment.Start, _free);
    }

    private void Take(GuestRun run)
    {
        if (run.End == run.Start && run.Step is null)
        {
            // An interrupt was pending: it exits before the guest's first instruction.
            return;
        }

        Demand(run.Start >= _free, $"virtual CPU {run.Vcpu} runs at {run.Start}, before the last one has stopped");
        _free = PlanLife.DoneAt(run);
        LetIdleGo(run.Start - Math.Min(run.Start, life.Bound));
        if (run.Vcpu != _occupant)
        {
            LetIdleGo(run.Start);
        }

        // A schedule begins at a multiple of some ticks, and a CPU may find the end of the frame before it only that much later.
        if (run.Vcpu != _occupant && run.Start < _segment.Start + PlanTimeline.StartAlignment && run.End <= _segment.Start + life.Bound)
        {
            _since = Math.Max(_since, _free);
            return;
        }

        Demand(run.Vcpu == _occupant, $"virtual CPU {run.Vcpu} runs at {run.Start}, in time of {_occupant}");
        Demand(run.Start - Math.Min(run.Start, _since) <= life.Bound, $"virtual CPU {run.Vcpu} has time since {_since} and runs at {run.Start}");
        Demand(run.End <= _segment.End + life.Bound, $"virtual CPU {run.Vcpu} has time until {_segment.End} and runs until {run.End}");
        ulong idle = IdleTimeOf(_occupant);
        Demand(idle >= run.End || run.End - idle <= life.Bound, $"virtual CPU {run.Vcpu} is idle since {idle} and runs until {run.End}");
        _since = _free;
        if (PlanLife.GivesUp(run))
        {
            GiveUp();
        }
    }

    // Nothing of the segment was lost.
    private void Finish()
    {
        LetIdleGo(_segment.End);
        bool isUsed = _occupant == CasePlan.Nobody || _segment.End <= _since + life.Bound;
        Demand(isUsed, $"virtual CPU {_occupant} has time from {_since} to {_segment.End} and does not run");
    }

    private void GiveUp()
    {
        bool wasOwner = _segment.Owner != CasePlan.Nobody && _occupant == _segment.Owner;
        _occupant = wasOwner && _segment.Background != _segment.Owner ? _segment.Background : CasePlan.Nobody;
    }

    // Whose partition has become idle by then leaves its time to the background.
    private void LetIdleGo(ulong now)
    {
        while (IdleTimeOf(_occupant) <= now)
        {
            _since = Math.Max(_since, IdleTimeOf(_occupant));
            GiveUp();
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
