// Whose time it is by the plan: a plain reading of the documentation, in ticks.
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Plans;

/// <summary>A stretch of one CPU's time: a window, or a gap between two (<see cref="Owner"/> is then nobody).</summary>
internal readonly record struct PlanSegment(ulong Start, ulong End, int Owner, int Background);

/// <summary>What the status of the schedules is at some moment.</summary>
internal readonly record struct PlanStatus(int Current, int Next, ulong LastSwitch);

/// <summary>
/// Schedules that follow each other. A request of more than <see cref="GuardNanoseconds"/> before the end of a frame acts at that
/// end, a later one at the end after; of those that act at the same one the last wins.
/// </summary>
internal sealed class PlanTimeline
{
    /// <summary>How long before a boundary its schedule is settled.</summary>
    public const ulong GuardNanoseconds = 20_000;

    /// <summary>A schedule that replaces another begins at a multiple of this many ticks, and cuts the frame before it short.</summary>
    public const ulong StartAlignment = 16;

    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly CasePlan _plan;
    private readonly ulong _hertz;
    private readonly List<Era> _eras;
    private Era? _pending;

    /// <summary>Time begins at <paramref name="epoch"/> with the first schedule; a second has <paramref name="hertz"/> ticks.</summary>
    public PlanTimeline(CasePlan plan, ulong epoch, ulong hertz)
    {
        _plan = plan;
        _hertz = hertz;
        _eras = [new Era(epoch, 0)];
    }

    // A schedule, from its start to that of the next.
    private readonly record struct Era(ulong Start, int Schedule);

    /// <summary>Number of changes so far.</summary>
    public int Switches => _eras.Count - 1;

    /// <summary>What a request for <paramref name="schedule"/> at <paramref name="now"/> would do: its answer, and when the change would be.</summary>
    public (ReturnCode Code, ulong Boundary) Foresee(int schedule, ulong now)
    {
        ulong settledUntil = now + TicksOf(GuardNanoseconds);
        Era last = _pending is { } pending && pending.Start <= settledUntil ? pending : _eras[^1];
        bool isOpen = _pending is { } open && open.Start > settledUntil;
        ulong frame = TicksOf(_plan.Schedules[last.Schedule].MajorFrame);
        ulong boundary = last.Start + ((((settledUntil - last.Start) / frame) + 1) * frame);
        ReturnCode code = last.Schedule == schedule && !isOpen ? ReturnCode.NoAction : ReturnCode.NoError;
        return (code, boundary / StartAlignment * StartAlignment);
    }

    /// <summary>Takes a request; those before it have been taken.</summary>
    public void Request(int schedule, ulong now)
    {
        ulong boundary = Foresee(schedule, now).Boundary;
        if (_pending is { } pending && pending.Start <= now + TicksOf(GuardNanoseconds))
        {
            _eras.Add(pending);
        }

        _pending = _eras[^1].Schedule == schedule ? null : new Era(boundary, schedule);
    }

    /// <summary>No request comes any more: what waits will be.</summary>
    public void Close()
    {
        if (_pending is { } pending)
        {
            _eras.Add(pending);
            _pending = null;
        }
    }

    /// <summary>The status at <paramref name="now"/>, after the requests so far.</summary>
    public PlanStatus StatusAt(ulong now)
    {
        List<Era> all = AllEras();
        int current = all.FindLastIndex(era => era.Start <= now);
        int next = Math.Min(current + 1, all.Count - 1);
        return new PlanStatus(all[current].Schedule, all[next].Schedule, current == 0 ? 0 : all[current].Start);
    }

    /// <summary>The start of frame <paramref name="number"/>, counted from 0 over all schedules.</summary>
    public ulong StartOfFrame(ulong number) => Frames().ElementAt((int)number).Start;

    /// <summary>The time of CPU <paramref name="cpu"/> from the first frame to <paramref name="end"/>.</summary>
    public IEnumerable<PlanSegment> Segments(int cpu, ulong end)
    {
        foreach ((ulong start, ulong frameEnd, int schedule) in Frames())
        {
            if (start >= end)
            {
                yield break;
            }

            foreach (PlanSegment segment in SegmentsOf(_plan.Schedules[schedule].Shares[cpu], start, Math.Min(frameEnd, end)))
            {
                yield return segment;
            }
        }
    }

    /// <summary>The start of time.</summary>
    public ulong Epoch => _eras[0].Start;

    /// <summary>When the schedule of the frame that begins at <paramref name="start"/> began.</summary>
    public ulong EraAt(ulong start) => EraOf(start).Start;

    /// <summary>The index of that schedule.</summary>
    public int ScheduleAt(ulong start) => EraOf(start).Schedule;

    /// <summary>The start of the frame behind the one that begins at <paramref name="start"/>, by the requests so far.</summary>
    public ulong FrameAfter(ulong start)
    {
        ulong end = start + TicksOf(_plan.Schedules[ScheduleAt(start)].MajorFrame);
        return AllEras().Select(era => era.Start).Where(era => era > start).Append(end).Min();
    }

    /// <summary>The time of CPU <paramref name="cpu"/> in the frame that begins at <paramref name="start"/>.</summary>
    public IEnumerable<PlanSegment> SegmentsOfFrame(int cpu, ulong start) =>
        SegmentsOf(_plan.Schedules[ScheduleAt(start)].Shares[cpu], start, FrameAfter(start));

    private List<Era> AllEras() => _pending is { } pending ? [.. _eras, pending] : _eras;

    private Era EraOf(ulong start) => AllEras().FindLast(era => era.Start <= start);

    private IEnumerable<(ulong Start, ulong End, int Schedule)> Frames()
    {
        for (int i = 0; ; i++)
        {
            Era era = _eras[i];
            ulong frame = TicksOf(_plan.Schedules[era.Schedule].MajorFrame);
            ulong end = i + 1 < _eras.Count ? _eras[i + 1].Start : ulong.MaxValue;
            for (ulong start = era.Start; start < end; start += frame)
            {
                yield return (start, Math.Min(start + frame, end), era.Schedule);
            }
        }
    }

    private IEnumerable<PlanSegment> SegmentsOf(CaseShare share, ulong frame, ulong frameEnd)
    {
        ulong next = frame;
        foreach (CaseWindow window in share.Windows)
        {
            ulong start = Math.Min(frame + TicksOf(window.Start), frameEnd);
            ulong end = Math.Min(frame + TicksOf(window.End), frameEnd);
            if (start > next)
            {
                yield return new PlanSegment(next, start, CasePlan.Nobody, share.Background);
            }

            if (end > start)
            {
                yield return new PlanSegment(start, end, window.Vcpu, share.Background);
            }

            next = end;
        }

        if (frameEnd > next)
        {
            yield return new PlanSegment(next, frameEnd, CasePlan.Nobody, share.Background);
        }
    }

    private ulong TicksOf(ulong nanoseconds) => (ulong)((UInt128)nanoseconds * _hertz / NanosecondsPerSecond);
}
