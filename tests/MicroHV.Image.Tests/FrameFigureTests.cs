// When frames begin, as the meter of qemu/benches/frames writes it.
using MicroHV.Image.Benches;

namespace MicroHV.Image.Tests;

public sealed class FrameFigureTests
{
    private const string Line = "frames 1000 0 12 40 700 690 650 900";

    [Fact]
    public void The_line_of_the_meter_is_read() =>
        Assert.Equal(new FrameFigure(1000, 0, 12, 40, 700, 690, 650, 900), FrameFigure.Read(["the meter says", Line]));

    [Theory]
    [InlineData("frames 1000 0 12 40 700 690 650")]
    [InlineData("frames 1000 0 12 40 700 690 650 -1")]
    [InlineData("frames 1000 0 12 40 700 690 650 900 1")]
    [InlineData("nothing of the kind")]
    public void Any_other_line_is_refused(string line) =>
        Assert.Throws<InvalidDataException>(() => FrameFigure.Read([line]));

    [Theory]
    [InlineData("frames 1000 0 12 40 700 690 650 900", true)]
    [InlineData("frames 1000 0 12 40 700 1200 650 1200", true)]
    [InlineData("frames 1000 0 12 40 700 1201 650 1201", false)]
    [InlineData("frames 1000 0 12 40 1201 700 650 1201", false)]
    [InlineData("frames 1000 1 12 40 700 690 650 900", false)]
    public void A_window_that_never_came_and_a_drift_miss_the_goal(string line, bool meetsGoals)
    {
        FrameFigure figure = FrameFigure.Read([line]);
        Assert.Equal(meetsGoals, new FrameFigures([], figure).MeetsGoals);
    }

    [Fact]
    public void Every_CPU_gets_a_window_of_its_own_virtual_CPU()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "qemu/benches/frames/system.toml"));
        string edited = Frames.TextOf(text, cpus: 2, frames: 7);
        Assert.Contains("vcpu = 0, cpu = 0, start", edited, StringComparison.Ordinal);
        Assert.Contains("vcpu = 1, cpu = 1, start", edited, StringComparison.Ordinal);
        Assert.Contains("\ncpus = 2\n", edited, StringComparison.Ordinal);
        Assert.Contains("vcpus = 2\n", edited, StringComparison.Ordinal);
        Assert.Contains("frames=7\"", edited, StringComparison.Ordinal);
    }
}
