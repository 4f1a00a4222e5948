// Restarts, budgets and a schedule for maintenance: what partitions/flight shows.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class FlightTests
{
    private const string System = "partitions/flight";

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_flight_ends_as_planned(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Telemetry_starts_three_times_with_its_memory_and_then_leads_to_maintenance(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.Equal(
            [
                "1 UnexpectedTrap WarmStart 1", "2 UnexpectedTrap WarmStart 2", "3 UnexpectedTrap WarmStart 3",
                "4 UnexpectedTrap SwitchSchedule 3", "5 RestartBudgetExhausted SwitchSchedule 3",
            ],
            LogOf(report, "telemetry"));
        Assert.Equal(
            """
            on air
            on air again after UnexpectedTrap, start 1; 30 packets are not forgotten
            on air again after UnexpectedTrap, start 2; 60 packets are not forgotten
            on air again after UnexpectedTrap, start 3; 90 packets are not forgotten

            """,
            ConsoleOf(report, "telemetry"));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Maintenance_begins_with_its_schedule_and_starts_from_its_golden_copy(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.Equal(["1 PortViolation ColdStart 2"], LogOf(report, "maintenance"));
        Assert.Equal(
            """
            unit 1: is well
            ready for take-off
            the schedule calls
            unit 1: is well
            unit 2: is asked at port 0x300
            again after PortViolation: unit 2 is left out
            unit 1: is well

            """,
            ConsoleOf(report, "maintenance"));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task A_line_of_the_log_knows_the_place_in_the_sources(string lane)
    {
        RunReport report = await RunAsync(lane);
        HealthRecordReport crash = report.Health.Records.First(record => record.Partition == "telemetry");
        Assert.EndsWith("telemetry/Program.cs", crash.Source[0].File, StringComparison.Ordinal);
        Assert.Equal("Program.Send", crash.Source[0].Function);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Nothing_of_the_log_is_lost_or_out_of_order(string lane)
    {
        HealthReport health = (await RunAsync(lane)).Health;
        Assert.Equal(0UL, health.Lost);
        Assert.Empty(health.Faults);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_monitor_reads_what_the_run_shows(string lane)
    {
        RunReport report = await RunAsync(lane);
        IEnumerable<string> read = ConsoleOf(report, "monitor").Split('\n').Where(line => line.StartsWith("partition", StringComparison.Ordinal));
        string[] names = [.. report.Partitions.Select(partition => partition.Name)];
        Assert.Equal(
            report.Health.Records
                .Select(record => $"partition {Array.IndexOf(names, record.Partition) + 1}, record {record.Sequence}: {record.Event}")
                .Order(StringComparer.Ordinal),
            read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Control_misses_no_window(string lane)
    {
        RunReport report = await RunAsync(lane);
        Assert.EndsWith(" steps, one in every 5 ms: no deadline was missed\n", ConsoleOf(report, "control"), StringComparison.Ordinal);
        Assert.Empty(LogOf(report, "control"));
        Assert.True(report.Trace!.Windows!.IsProven, string.Join('\n', report.Trace.Objections));
    }

    private static IEnumerable<string> LogOf(RunReport report, string name) => report.Health.Records
        .Where(record => record.Partition == name)
        .Select(record => $"{record.Sequence} {record.Event} {record.Action} {record.RestartCount}");

    private static string ConsoleOf(RunReport report, string name) =>
        report.Partitions.Single(partition => partition.Name == name).Console;

    private static Task<RunReport> RunAsync(string lane) =>
        SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), System);
}
