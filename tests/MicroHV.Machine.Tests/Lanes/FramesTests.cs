// Two schedules, two CPUs and a partition with two virtual CPUs: what partitions/frames shows.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class FramesTests
{
    private const string System = "partitions/frames";

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Every_partition_ends_well(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task A_schedule_that_is_asked_for_begins_at_the_next_boundary(string lane) => Assert.Equal(
        """
        landing, after 9 major frames
        cruise, after 9 major frames
        landing, after 9 major frames
        cruise, after 9 major frames
        all is done

        """,
        ConsoleOf(await RunAsync(lane), "commander"));

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task No_window_is_missed_when_schedules_change(string lane) => Assert.StartsWith(
        """
        cruise: 8 steps, one in every 10000 us
        landing: 18 steps, one in every 2500 us
        cruise: 9 steps, one in every 10000 us
        landing: 18 steps, one in every 2500 us
        cruise:
        """,
        ConsoleOf(await RunAsync(lane), "control"),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Two_virtual_CPUs_of_a_partition_work_at_the_same_time(string lane)
    {
        string said = ConsoleOf(await RunAsync(lane), "camera");
        Assert.Contains("the lower halves come from virtual CPU 1\n", said, StringComparison.Ordinal);
        Assert.Contains("16 pictures, whole\n", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task What_others_leave_goes_to_the_background(string lane) =>
        Assert.EndsWith(" ms, in what the others left\n", ConsoleOf(await RunAsync(lane), "recorder"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_trace_proves_that_every_window_is_on_time(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.True(report.Trace!.Windows!.IsProven, string.Join('\n', report.Trace.Objections));
    }

    private static string ConsoleOf(RunReport report, string name) =>
        report.Partitions.Single(partition => partition.Name == name).Console;

    private static Task<RunReport> RunAsync(string lane) =>
        SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), System);
}
