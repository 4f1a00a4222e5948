// What is wrong with the schedule.
namespace MicroHV.Partitions.Tests;

public sealed class WindowTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_major_frame_is_at_most_an_hour() =>
        Assert.Equal(
            "system.toml:8:15: MHV0301: a major frame of 4000s cannot be kept; choose one from 50us to 3600s",
            _good.Message("\"10ms\"", "\"4000s\""));

    [Fact]
    public void A_window_ends_in_the_major_frame() =>
        Assert.Equal(
            "system.toml:11:3: MHV0302: the window of 'general' ends at 12ms but the major frame at 10ms; shorten it or lengthen major-frame",
            _good.Message("\"8ms\"", "\"10ms\""));

    [Fact]
    public void Windows_do_not_overlap() =>
        Assert.Equal(
            "system.toml:11:3: MHV0303: the window of 'general' begins at 1ms, before the one of 'safety' ends at 2ms; sort windows by start and let none overlap",
            _good.Message("start = \"2ms\"", "start = \"1ms\""));

    [Fact]
    public void A_window_is_long_enough_to_be_worth_it() =>
        Assert.Equal(
            "system.toml:10:53: MHV0304: the window of 'safety' lasts 49999ns; give it at least 50us",
            _good.Message("duration = \"2ms\"", "duration = \"49.999us\""));

    [Fact]
    public void A_window_belongs_to_somebody() =>
        Assert.Equal(
            "system.toml:10:17: MHV0305: no partition is called 'safty'; did you mean 'safety'?",
            _good.Message("partition = \"safety\"", "partition = \"safty\""));

    [Fact]
    public void A_partition_has_a_window() =>
        Assert.Equal(
            "system.toml:15:8: MHV0306: partition 'safety' has no window, so it would never run; add one to [schedule].windows",
            _good.Message("partition = \"safety\"", "partition = \"general\""));

    [Fact]
    public void A_partition_has_at_most_16_windows()
    {
        string windows = string.Join(
            ", ", Enumerable.Range(
                0, 17).Select(i => $"{{ partition = \"safety\", start = \"{i * 100}us\", duration = \"100us\" }}"));
        Assert.Equal(
            "system.toml:10:1015: MHV0307: partition 'safety' has more than 16 windows; join some or shorten the major frame",
            _good.Message("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }", windows));
    }
}
