// When each major frame should begin, by the plan alone.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;

namespace MicroHV.Machines;

/// <summary>
/// The planned start of every frame of a run: from the epoch, the lengths of the schedules, and the frames at which the schedule
/// changed, on which all CPUs agree. A schedule begins where <see cref="ScheduleChoice"/> has it begin.
/// </summary>
public sealed class FrameClock
{
    private readonly TraceDescription _description;
    private readonly List<(uint Frame, int Schedule, ulong Tsc)> _changes;

    /// <summary>The clock of a trace.</summary>
    /// <param name="trace">The trace.</param>
    public FrameClock(Trace trace)
    {
        _description = trace.Description;
        _changes = [(0, _description.InitialSchedule, _description.EpochTsc)];
        IEnumerable<(uint, int)> changes = trace.Events
            .Where(item => item.Kind == TraceKind.Schedule && item.Record.Detail < _description.Schedules.Count)
            .Select(item => (item.Record.Value, (int)item.Record.Detail))
            .Distinct()
            .OrderBy(change => change.Item1);
        foreach ((uint frame, int schedule) in changes)
        {
            _changes.Add((frame, schedule, ScheduleChoice.StartOf(StartOf(frame))));
        }
    }

    /// <summary>The schedule that is in force in a frame.</summary>
    /// <param name="frame">Number of the frame.</param>
    public TracedSchedule ScheduleOf(uint frame) => _description.Schedules[ChangeBefore(frame).Schedule];

    /// <summary>The TSC at which a frame should begin.</summary>
    /// <param name="frame">Number of the frame.</param>
    public ulong StartOf(uint frame)
    {
        (uint first, int schedule, ulong tsc) = ChangeBefore(frame);
        return tsc + ((frame - first) * Ticks(_description.Schedules[schedule].MajorFrameNanoseconds));
    }

    /// <summary>When a window should begin and end.</summary>
    /// <param name="frame">Number of its frame.</param>
    /// <param name="window">The window.</param>
    public (ulong Start, ulong End) PlaceOf(uint frame, TracedWindow window)
    {
        ulong start = StartOf(frame);
        return (start + Ticks(window.StartNanoseconds), start + Ticks(window.StartNanoseconds + window.DurationNanoseconds));
    }

    private (uint Frame, int Schedule, ulong Tsc) ChangeBefore(uint frame) =>
        _changes.FindLast(change => change.Frame <= frame);

    private ulong Ticks(ulong nanoseconds) => Clock.TicksOf(nanoseconds, _description.TscHertz);
}
