// What pages show of several schedules, CPUs and virtual CPUs.
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Tests.Shows;

public sealed class SeveralSchedulesPageTests : IDisposable
{
    private readonly GoodSystem _good = new();

    private SystemView View => ShownPages.View(_good, SeveralSchedules.Text);

    public void Dispose() => _good.Dispose();

    [Theory]
    [InlineData("3 partitions on 2 CPUs, major frame 10ms and 20ms")]
    [InlineData("Schedule normal  major frame 10ms, runs from the start")]
    [InlineData("  CPU 1: 80 % in windows, 2ms idle, background logger")]
    [InlineData("0+6ms(vCPU1)")]
    [InlineData("Schedule rescue  major frame 20ms\n")]
    [InlineData("  absent: worker\n")]
    [InlineData("2 vCPUs on CPUs 0, 1")]
    [InlineData("may ask for another schedule, set modes of others and read the health log")]
    public void A_terminal_shows(string words) =>
        Assert.Contains(words, ShownPages.Text(View), StringComparison.Ordinal);

    [Theory]
    [InlineData("<h3>rescue</h3>")]
    [InlineData("This schedule runs from the start: frame n begins")]
    [InlineData("This schedule runs when somebody asks for it or an event switches to it")]
    [InlineData("80 % in windows, 2ms idle, background logger")]
    [InlineData("worker (vCPU 1): 6ms from 0 to 6ms")]
    [InlineData("Absent: worker.")]
    [InlineData("2ms in every 10ms")]
    [InlineData("5 windows, of normal, one of 2 schedules")]
    public void A_browser_shows(string words) =>
        Assert.Contains(words, ShownPages.Html(View), StringComparison.Ordinal);
}
