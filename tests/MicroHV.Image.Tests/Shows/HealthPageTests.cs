// What pages show of health tables, budgets, watchdogs and change actions.
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Tests.Shows;

public sealed class HealthPageTests : IDisposable
{
    private readonly GoodSystem _good = new();

    private SystemView View => ShownPages.View(_good, SeveralSchedules.Text
        .Replace("initial-schedule = \"normal\"\n", "initial-schedule = \"normal\"\nhealth = { overrun-tolerance = \"250us\", hardware-watchdog = { device = \"ib700\", timeout = \"2s\" } }\n", StringComparison.Ordinal)
        .Replace(
            "vcpus = 2",
            """
            vcpus = 2
            health = { memory-violation = "warm-start", dead-vcpu = { action = "idle", log = false }, port-violation = { level = "module" } }
            restarts = { budget = 1, per = "1s", then = { action = "switch-schedule", schedule = "rescue" } }
            watchdog = 6
            """,
            StringComparison.Ordinal)
        .Replace("major-frame = \"20ms\"", "major-frame = \"20ms\"\nchanges = [{ partition = \"logger\", action = \"warm-start\" }]", StringComparison.Ordinal));

    public void Dispose() => _good.Dispose();

    [Theory]
    [InlineData("Health  what is done about events; window overruns of more than 250us are events\n")]
    [InlineData("  the module  idle                    memory-violation, illegal-request, port-violation,")]
    [InlineData("              kicks the hardware watchdog once a frame; 2s without a kick reset the machine\n")]
    [InlineData("  worker      warm-start              memory-violation\n")]
    [InlineData("              idle, not logged        dead-vcpu\n")]
    [InlineData("              left to the module      port-violation\n")]
    [InlineData("              switch-schedule rescue  restart-budget-exhausted\n")]
    [InlineData("              starts again at most once in 1s; kicks its watchdog in every 6 windows\n")]
    [InlineData("  when it replaces another: warm-start of logger\n")]
    public void A_terminal_shows(string words) => Assert.Contains(words, ShownPages.Text(View), StringComparison.Ordinal);

    [Theory]
    [InlineData("What is done about events; window overruns of more than 250us are events.")]
    [InlineData("The kernel kicks the hardware watchdog once a frame; 2s without a kick reset the machine.")]
    [InlineData("switch-schedule rescue")]
    [InlineData("worker starts again at most once in 1s; kicks its watchdog in every 6 windows.")]
    [InlineData("When it replaces another: warm-start of logger.")]
    public void A_browser_shows(string words) => Assert.Contains(words, ShownPages.Html(View), StringComparison.Ordinal);
}
