// The windows of all CPUs in the order in which they begin, while schedules still change.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Plans;

namespace MicroHV.Fuzzing.Health;

/// <summary>A window or a gap begins on a CPU.</summary>
/// <param name="Tsc">When, at the earliest: the exit before it may still have kept the kernel.</param>
/// <param name="Order">Its place among what happens at the same tick, as <see cref="WindowQueue.OrderOf"/> counts.</param>
/// <param name="Cpu">The CPU.</param>
/// <param name="Segment">The window or gap.</param>
/// <param name="Frame">Number of the frame.</param>
/// <param name="IsFirst">True if the frame begins with it.</param>
/// <param name="Era">When the schedule began.</param>
/// <param name="Schedule">The schedule.</param>
internal sealed record WindowBegin(ulong Tsc, int Order, int Cpu, PlanSegment Segment, ulong Frame, bool IsFirst, ulong Era, int Schedule);

/// <summary>Reads frame after frame: what a frame is made of is settled when it begins.</summary>
internal sealed class WindowQueue
{
    private const int OrdersOfRun = 4;

    private readonly HealthLife _life;
    private readonly PlanTimeline _timeline;
    private readonly List<WindowBegin> _begins = [];
    private ulong _start;
    private ulong _frame;
    private ulong _readUntil;

    /// <summary>The windows of <paramref name="timeline"/> from its start on.</summary>
    public WindowQueue(HealthLife life, PlanTimeline timeline)
    {
        (_life, _timeline, _start) = (life, timeline, timeline.Epoch);
        ReadFrame();
    }

    /// <summary>Those of the frame that have not begun yet.</summary>
    public IEnumerable<WindowBegin> Waiting => _begins;

    /// <summary>The place of the start, the end, and what follows the end of run <paramref name="index"/> at one tick: 0, 1 and 2.</summary>
    public static int OrderOf(int index, int which) => (index * OrdersOfRun) + which;

    /// <summary>The next that begins before tick <paramref name="tsc"/>, or at it with a lower order; null if none does.</summary>
    public WindowBegin? TakeBefore(ulong tsc, int order)
    {
        // The next frame may begin a little before its time, with another schedule: what was asked for until then has been.
        WindowBegin? next = First();
        while (_frame <= _life.System.Plan.FrameLimit && Math.Min(tsc, next?.Tsc ?? ulong.MaxValue) >= _readUntil)
        {
            (_start, _frame) = (_timeline.FrameAfter(_start), _frame + 1);
            ReadFrame();
            next = First();
        }

        if (next is null || (next.Tsc, next.Order).CompareTo((tsc, order)) >= 0)
        {
            return null;
        }

        _ = _begins.Remove(next);
        return next;
    }

    private WindowBegin? First() => _begins.MinBy(begin => (begin.Tsc, begin.Order));

    private void ReadFrame()
    {
        _readUntil = _timeline.FrameAfter(_start) - PlanTimeline.StartAlignment;
        for (int cpu = 0; cpu < _life.System.Plan.CpuCount; cpu++)
        {
            foreach (PlanSegment segment in _timeline.SegmentsOfFrame(cpu, _start))
            {
                (int Index, GuestRun Item)[] before = [.. _life.Runs.Index().Where(run => run.Item.Cpu == cpu && run.Item.Start < segment.Start)];
                ulong tsc = before.Select(run => PlanLife.DoneAt(run.Item)).Append(segment.Start).Max();
                int order = before.Length == 0 ? -1 : OrderOf(before[^1].Index, 2);
                bool isFirst = segment.Start == _start;
                _begins.Add(new WindowBegin(tsc, order, cpu, segment, _frame, isFirst, _timeline.EraAt(_start), _timeline.ScheduleAt(_start)));
            }
        }
    }
}
