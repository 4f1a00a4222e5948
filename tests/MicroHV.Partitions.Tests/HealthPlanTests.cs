// What becomes of health tables, budgets, watchdogs and change actions: in the plan, in the blob and in views.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Differences;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Tests;

public sealed class HealthPlanTests : IDisposable
{
    private const int Worker = 1;
    private const int Logger = 2;

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Nothing_is_left_open_where_nobody_says_anything()
    {
        SystemPlan plan = Plan(SeveralSchedules.Text);
        Assert.All(plan.Partitions, partition =>
        {
            Assert.Equal(
                [
                    "memory-violation idle", "illegal-request idle", "port-violation idle", "unexpected-trap idle", "dead-vcpu idle",
                    "entry-failed idle", "watchdog idle", "window-overrun log", "deadline-missed log", "application-error log",
                    "checksum-mismatch idle", "restart-budget-exhausted idle",
                ],
                partition.Health.Entries.Select(Words));
            Assert.Equal((3UL, 10_000_000_000UL), (partition.Restarts.Budget.Value, partition.Restarts.Period.Value));
            Assert.Null(partition.Watchdog);
        });
        Assert.Equal(
            ["host-exception stop", "machine-check stop", "non-maskable-interrupt log", "checksum-mismatch stop"],
            plan.Health.Entries.Where(entry => entry.Event is >= HealthEvent.HostException and <= HealthEvent.ChecksumMismatch).Select(Words));
        Assert.Null(plan.OverrunTolerance);
    }

    [Fact]
    public void A_partition_has_the_entries_of_its_template_and_its_own()
    {
        SystemPlan plan = Plan(SeveralSchedules.Text
            .Replace("vcpus = 2", "vcpus = 2\nextends = \"careful\"\nhealth = { dead-vcpu = \"idle\" }", StringComparison.Ordinal)
            + """


            [template.careful]
            health = { dead-vcpu = "warm-start", memory-violation = "cold-start" }
            restarts = { budget = 5, then = { action = "switch-schedule", schedule = "rescue" } }
            watchdog = 4
            """);
        PartitionPlan worker = plan.Partitions[Worker];
        Assert.Equal(HealthAction.Idle, worker.Health.EntryOf(HealthEvent.DeadVcpu)!.Action);
        Assert.Equal(HealthAction.ColdStart, worker.Health.EntryOf(HealthEvent.MemoryViolation)!.Action);
        Assert.Equal(1, worker.Health.EntryOf(HealthEvent.RestartBudgetExhausted)!.Schedule!.Value.Index);
        Assert.Equal((5UL, 10_000_000_000UL), (worker.Restarts.Budget.Value, worker.Restarts.Period.Value));
        Assert.Equal(4UL, worker.Watchdog!.Value.Value);
    }

    [Fact]
    public void What_a_partition_leaves_to_the_module_the_module_answers()
    {
        SystemPlan plan = Plan(Rich);
        HealthEntryPlan answer = plan.AnswerTo(plan.Partitions[Logger], HealthEvent.PortViolation)!;
        Assert.Equal((HealthLevel.Module, HealthAction.Propagate), (answer.Level, answer.Action));
        Assert.Null(plan.AnswerTo(plan.Partitions[Logger], HealthEvent.MachineCheck));
    }

    [Fact]
    public void The_kernel_reads_the_tables_that_the_plan_has() => Read(Plan(Rich), config =>
    {
        HealthActionRecord[] actions = config.HealthActions.ToArray();
        Assert.Equal(4 * (int)HealthActionRecord.EventCount, actions.Length);
        Assert.Equal(HealthAction.Propagate, Entry(actions, null, HealthEvent.PortViolation).Action);
        HealthActionRecord left = Entry(actions, Logger, HealthEvent.PortViolation);
        Assert.Equal((HealthLevel.Module, HealthAction.Ignore, HealthFlags.None), (left.Level, left.Action, left.Flags));
        HealthActionRecord spent = Entry(actions, Worker, HealthEvent.RestartBudgetExhausted);
        Assert.Equal((HealthAction.SwitchSchedule, 1u), (spent.Action, spent.Schedule));
        HealthActionRecord silent = Entry(actions, Worker, HealthEvent.MemoryViolation);
        Assert.Equal((HealthAction.ColdStart, HealthFlags.None), (silent.Action, silent.Flags));
        Assert.Equal(
            [
                ScheduleChangeAction.Ignore, ScheduleChangeAction.Ignore, ScheduleChangeAction.Ignore, ScheduleChangeAction.Ignore,
                ScheduleChangeAction.Ignore, ScheduleChangeAction.WarmStart,
            ],
            config.ChangeActions.ToArray().Select(change => change.Action));
        PartitionRecord worker = config.Partitions[Worker];
        Assert.Equal(
            (2u, 1_000_000_000UL, 6u), (worker.RestartBudget, worker.RestartPeriodNanoseconds, worker.WatchdogWindows));
        Assert.Equal(250_000u, config.Header.OverrunNanoseconds);
    });

    [Fact]
    public unsafe void Every_golden_copy_has_the_checksum_of_its_bytes() => Read(Plan(Rich), config =>
    {
        foreach (CopyRecord copy in config.Copies)
        {
            Assert.Equal(Crc32C.Of((byte*)config.Image(copy.ImageOffset), copy.SizeBytes), copy.Crc32C);
        }
    });

    [Fact]
    public void A_view_shows_every_entry()
    {
        SystemView view = SystemViews.Of(Plan(Rich));
        Assert.Equal(250_000u, view.Health.OverrunToleranceNanoseconds);
        Assert.Equal("propagate", Entry(view.Health.Entries, "port-violation").Words());
        PartitionView worker = view.Partitions[Worker];
        Assert.Equal("switch-schedule rescue", Entry(worker.Health, "restart-budget-exhausted").Words());
        Assert.Equal("cold-start, not logged", Entry(worker.Health, "memory-violation").Words());
        Assert.Equal("log", Entry(worker.Health, "deadline-missed").Words());
        Assert.True(Entry(worker.Health, "deadline-missed").IsDefault);
        Assert.Equal("left to the module", Entry(view.Partitions[Logger].Health, "port-violation").Words());
        Assert.Equal((new RestartsView(2, 1_000_000_000), 6u), (worker.Restarts, worker.WatchdogWindows));
        Assert.Equal([new ChangeView("logger", "warm-start")], view.Schedules[1].Changes);
    }

    [Fact]
    public void A_reviewer_is_told_what_differs()
    {
        IReadOnlyList<Difference> differences =
            SystemDifference.Between(SystemViews.Of(Plan(SeveralSchedules.Text)), SystemViews.Of(Plan(Rich)));
        Assert.Equal(
            [
                new(DifferenceSection.Health, "module", "port-violation", "idle", "propagate"),
                new(DifferenceSection.Health, "module", "overrun-tolerance", null, "250us"),
                new(DifferenceSection.Health, "worker", "memory-violation", "idle", "cold-start, not logged"),
                new(DifferenceSection.Health, "worker", "restart-budget-exhausted", "idle", "switch-schedule rescue"),
                new(DifferenceSection.Health, "worker", "restarts", "3 in 10s", "2 in 1s"),
                new(DifferenceSection.Health, "worker", "watchdog", null, "6 windows"),
                new(DifferenceSection.Health, "logger", "port-violation", "idle", "left to the module"),
                new(DifferenceSection.Health, "schedule rescue", "change actions", null, "warm-start of logger"),
            ],
            differences.Where(difference => difference.Section == DifferenceSection.Health));
    }

    [Fact]
    public void Every_action_that_a_description_can_write_is_one_of_the_kernels() => Assert.All(
        HealthWords.Events,
        healthEvent => Assert.All(
            HealthWords.Allowed(healthEvent, isModule: true),
            word => Assert.Equal(word, HealthWords.Of(HealthWords.ActionOf(word), word != "ignore"))));

    private static string Rich => SeveralSchedules.Text
        .Replace("initial-schedule = \"normal\"\n", "initial-schedule = \"normal\"\nhealth = { port-violation = \"propagate\", overrun-tolerance = \"250us\" }\n", StringComparison.Ordinal)
        .Replace(
            "vcpus = 2",
            """
            vcpus = 2
            health = { memory-violation = { action = "cold-start", log = false } }
            restarts = { budget = 2, per = "1s", then = { action = "switch-schedule", schedule = "rescue" } }
            watchdog = 6
            """,
            StringComparison.Ordinal)
        .Replace("name = \"logger\"", "name = \"logger\"\nhealth = { port-violation = { level = \"module\" } }", StringComparison.Ordinal)
        .Replace("major-frame = \"20ms\"", "major-frame = \"20ms\"\nchanges = [{ partition = \"logger\", action = \"warm-start\" }, { partition = \"commander\", action = \"ignore\" }]", StringComparison.Ordinal);

    private static string Words(HealthEntryPlan entry) => $"{HealthWords.KeyOf(entry.Event)} {entry.Word}";

    private static HealthActionRecord Entry(HealthActionRecord[] actions, int? partition, HealthEvent healthEvent) =>
        actions[((partition is int index ? index + 1 : 0) * (int)HealthActionRecord.EventCount) + (int)healthEvent];

    private static HealthEntryView Entry(IReadOnlyList<HealthEntryView> entries, string healthEvent) =>
        entries.Single(entry => entry.Event == healthEvent);

    private static void Read(SystemPlan plan, Action<SystemConfig> look) => SeveralSchedulesTests.Read(plan, look);

    private SystemPlan Plan(string text)
    {
        LoadedSystem loaded = _good.LoadText(text);
        Assert.Empty(loaded.Diagnostics);
        return loaded.Plan!;
    }
}
