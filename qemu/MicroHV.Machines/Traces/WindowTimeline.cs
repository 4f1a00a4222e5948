// The windows of a trace, each held against the plan.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// What the plan says and what the time stamps of the trace say: neither asks the kernel what it thinks of its own punctuality.
/// </summary>
/// <param name="Runs">Windows that came, by CPU and time.</param>
/// <param name="Missed">Windows that did not come, of frames that the trace has in full.</param>
/// <param name="Unplanned">Starts and ends of windows that no plan has at their time.</param>
public sealed record WindowTimeline(
    IReadOnlyList<WindowRun> Runs, IReadOnlyList<MissedWindow> Missed, IReadOnlyList<TraceEvent> Unplanned)
{
    /// <summary>The windows of a trace.</summary>
    /// <param name="trace">The trace.</param>
    public static WindowTimeline Of(Trace trace)
    {
        FrameClock clock = new(trace);
        ILookup<int, TraceEvent> events = trace.Events.ToLookup(item => item.Cpu);
        ILookup<int, TraceLoss> losses = trace.Losses.ToLookup(loss => loss.Cpu);
        Matching matching = new(clock);
        for (int cpu = 0; cpu < trace.Description.CpuCount; cpu++)
        {
            matching.Match(cpu, events[cpu], [.. losses[cpu]]);
        }

        return new WindowTimeline(matching.Runs, matching.Missed, matching.Unplanned);
    }

    // The state of one CPU after another. A frame that records are missing of proves nothing.
    private sealed class Matching(FrameClock clock)
    {
        private readonly List<TracedWindow> _open = [];
        private int _cpu;
        private uint _frame;
        private bool _isFrameKnown;
        private bool _isFrameWhole;

        public List<WindowRun> Runs { get; } = [];

        public List<MissedWindow> Missed { get; } = [];

        public List<TraceEvent> Unplanned { get; } = [];

        public void Match(int cpu, IEnumerable<TraceEvent> events, TraceLoss[] losses)
        {
            (_cpu, _isFrameKnown, _isFrameWhole) = (cpu, false, false);
            _open.Clear();
            int lost = 0;
            int? running = null;
            foreach (TraceEvent item in events)
            {
                if (lost < losses.Length && losses[lost].FirstSequence < item.Sequence)
                {
                    lost++;
                    (_isFrameWhole, _isFrameKnown, running) = (false, false, null);
                }

                switch (item.Kind)
                {
                    case TraceKind.Frame:
                        BeginFrame(item.Record.Value);
                        break;
                    case TraceKind.WindowStart when _isFrameKnown:
                        running = Begin(item);
                        break;
                    case TraceKind.WindowEnd when running is int run && Runs[run].Vcpu == item.Record.Subject:
                        Runs[run] = Runs[run] with { EndTsc = item.Tsc };
                        running = null;
                        break;
                    case TraceKind.WindowEnd when _isFrameKnown:
                        Unplanned.Add(item);
                        break;
                }
            }
        }

        private void BeginFrame(uint frame)
        {
            // The frame before is over, and those that nobody saw begin were missed as a whole.
            for (uint past = _frame; _isFrameWhole && past < frame; past++)
            {
                Miss(past, past == _frame ? _open : clock.ScheduleOf(past).Windows.Where(IsHere));
            }

            (_frame, _isFrameKnown, _isFrameWhole) = (frame, true, true);
            _open.Clear();
            _open.AddRange(clock.ScheduleOf(frame).Windows.Where(IsHere));
        }

        private bool IsHere(TracedWindow window) => window.Cpu == _cpu;

        private void Miss(uint frame, IEnumerable<TracedWindow> windows)
        {
            foreach (TracedWindow window in windows)
            {
                Missed.Add(new MissedWindow(_cpu, frame, window.Vcpu, clock.PlaceOf(frame, window).Start));
            }
        }

        private int? Begin(TraceEvent item)
        {
            foreach (TracedWindow window in _open.Where(window => window.Vcpu == item.Record.Subject))
            {
                (ulong start, ulong end) = clock.PlaceOf(_frame, window);
                if (item.Tsc >= start && item.Tsc < end)
                {
                    _ = _open.Remove(window);
                    Runs.Add(new WindowRun(_cpu, _frame, window.Vcpu, start, end, item.Tsc, null));
                    return Runs.Count - 1;
                }
            }

            Unplanned.Add(item);
            return null;
        }
    }
}
