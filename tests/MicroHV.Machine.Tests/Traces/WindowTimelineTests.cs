// Windows of a trace against the plan, and what may be concluded from them.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

public sealed class WindowTimelineTests
{
    private const ulong Bound = 1_000;

    [Fact]
    public void Every_window_is_found_with_its_lateness()
    {
        Trace trace = SmallTrace.Of(
            [.. SmallTrace.FrameOfCpu0(0), .. SmallTrace.FrameOfCpu0(1, 700)],
            [.. SmallTrace.FrameOfCpu1(0, 10), .. SmallTrace.FrameOfCpu1(1, 20)]);
        WindowTimeline timeline = WindowTimeline.Of(trace);
        Assert.Empty(timeline.Missed);
        Assert.Empty(timeline.Unplanned);
        Assert.Equal(
            [(0u, 0, 500ul, 500ul), (0, 1, 500, 500), (1, 0, 700, 700), (1, 1, 700, 700), (0, 2, 10, 10), (1, 2, 20, 20)],
            timeline.Runs.Select(run => (run.Frame, run.Vcpu, run.Lateness, run.Overrun!.Value)));
        WindowVerdict verdict = WindowVerdict.Of(trace, timeline, Bound);
        Assert.True(verdict.IsProven);
        Assert.Equal(
            "the trace proves that all 6 windows began and ended within 1us: at most 0.7us and 0.7us late", verdict.Sentence());
    }

    [Fact]
    public void A_window_that_is_too_late_is_named()
    {
        Trace trace = SmallTrace.Of([.. SmallTrace.FrameOfCpu0(0), .. SmallTrace.FrameOfCpu0(1, 1_001)]);
        Assert.Equal(
            [
                "a window of pilot in frame 1 began 1.001us late", "a window of pilot in frame 1 ended 1.001us late",
                "a window of cabin:0 in frame 1 began 1.001us late", "a window of cabin:0 in frame 1 ended 1.001us late",
            ],
            ObjectionsTo(trace));
    }

    [Fact]
    public void A_window_that_did_not_come_is_named()
    {
        Trace trace = SmallTrace.Of(
            [.. SmallTrace.FrameOfCpu0(0).Take(5), SmallTrace.Record(1_000_100, TraceKind.Frame, value: 1)]);
        Assert.Equal(["a window of cabin:0 in frame 0 did not come"], ObjectionsTo(trace));
    }

    [Fact]
    public void A_frame_that_nobody_saw_begin_lost_all_its_windows()
    {
        Trace trace = SmallTrace.Of([.. SmallTrace.FrameOfCpu0(0), .. SmallTrace.FrameOfCpu0(2)]);
        Assert.Equal(
            ["a window of pilot in frame 1 did not come", "a window of cabin:0 in frame 1 did not come"], ObjectionsTo(trace));
    }

    [Fact]
    public void A_window_at_another_time_than_the_plan_s_is_none()
    {
        Trace trace = SmallTrace.Of(
            [.. SmallTrace.FrameOfCpu0(0), SmallTrace.Record(700_000, TraceKind.WindowStart, 1)]);
        Assert.Equal(["cabin:0 had a window of CPU 0 at 700us, where the plan has none"], ObjectionsTo(trace));
    }

    [Fact]
    public void Lost_records_prove_nothing_and_accuse_nobody()
    {
        TraceCollection collection = new(SmallTrace.Description);
        collection.Add(0, 0, [.. SmallTrace.FrameOfCpu0(0).Take(3)]);
        collection.Add(0, 6, [.. SmallTrace.FrameOfCpu0(0).Skip(6), .. SmallTrace.FrameOfCpu0(1)]);
        Trace trace = collection.ToTrace(isWhole: true);
        WindowTimeline timeline = WindowTimeline.Of(trace);
        Assert.Empty(timeline.Missed);
        Assert.Empty(timeline.Unplanned);
        Assert.Equal(["3 records were lost; give the trace a larger buffer"], WindowVerdict.Of(trace, timeline, Bound).Objections);
    }

    [Fact]
    public void A_trace_that_was_cut_short_and_one_without_windows_prove_nothing()
    {
        Trace empty = SmallTrace.Of([SmallTrace.Record(0, TraceKind.Frame)]) with { IsWhole = false };
        Assert.Equal(["the file of the trace was cut short", "the trace shows no window"], ObjectionsTo(empty));
    }

    [Fact]
    public void The_last_window_may_be_cut_off_by_the_end_of_the_run()
    {
        Trace trace = SmallTrace.Of([.. SmallTrace.FrameOfCpu0(0), .. SmallTrace.FrameOfCpu0(1).Take(2)]);
        WindowTimeline timeline = WindowTimeline.Of(trace);
        Assert.Null(timeline.Runs[^1].EndTsc);
        Assert.True(WindowVerdict.Of(trace, timeline, Bound).IsProven);
    }

    [Fact]
    public void After_a_change_of_schedule_the_new_plan_counts()
    {
        TraceRecord[] landing =
        [
            SmallTrace.Record(1_000_100, TraceKind.Schedule, detail: 1, value: 1),
            SmallTrace.Record(1_000_100, TraceKind.Frame, value: 1),
            SmallTrace.Record(1_500_200, TraceKind.WindowStart, 0),
            SmallTrace.Record(2_500_300, TraceKind.WindowEnd, 0),
            SmallTrace.Record(3_000_100, TraceKind.Frame, value: 2),
            SmallTrace.Record(3_500_400, TraceKind.WindowStart, 0),
        ];
        Trace trace = SmallTrace.Of([.. SmallTrace.FrameOfCpu0(0), .. landing]);
        WindowTimeline timeline = WindowTimeline.Of(trace);
        Assert.Equal([500ul, 500, 200, 400], timeline.Runs.Select(run => run.Lateness));
        Assert.Empty(ObjectionsTo(trace));
        FrameClock clock = new(trace);
        Assert.Equal("landing", clock.ScheduleOf(7).Name);
        Assert.Equal(SmallTrace.Epoch + 13_000_000, clock.StartOf(7));
    }

    private static IReadOnlyList<string> ObjectionsTo(Trace trace) =>
        WindowVerdict.Of(trace, WindowTimeline.Of(trace), Bound).Objections;
}
