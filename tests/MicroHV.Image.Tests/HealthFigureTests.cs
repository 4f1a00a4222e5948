// What scrubbing and one thing more cost: which systems are measured.
using MicroHV.Image.Benches;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Tests;

public sealed class HealthFigureTests
{
    [Theory]
    [InlineData(2_020, 15, 135)]
    [InlineData(2_025, 15, 135)]
    [InlineData(2_026, 15, 136)]
    public void A_round_takes_as_many_frames_as_hold_it(ulong frames, uint rounds, ulong expected) =>
        Assert.Equal(expected, new ScrubFigure("a lane", frames, rounds, 479).FramesOfRound);

    [Fact]
    public void Scrubbing_is_measured_in_frames_with_a_sleep_that_is_long_enough()
    {
        string edited = Scrubbing.TextOf(Described("frames"));
        Assert.Contains("major-frame = \"1000us\"", edited, StringComparison.Ordinal);
        Assert.Contains("frames=2000", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void One_thing_more_is_a_partition_a_virtual_CPU_or_a_CPU()
    {
        (string Title, string? Less, string More)[] pairs = [.. RamCosts.Pairs(Described("scale"))];
        Assert.Equal([.. pairs.Select(pair => pair.More)], pairs.Select(pair => pair.More).Distinct());
        Assert.Equal(2, Count(pairs[1].More, "[[partition]]"));
        Assert.Equal((1, 2), (Count(pairs[2].Less!, "{ partition = "), Count(pairs[2].More, "{ partition = ")));
        Assert.Contains("vcpus = 2", pairs[2].More, StringComparison.Ordinal);
        Assert.DoesNotContain("cpus = 2", pairs[3].Less, StringComparison.Ordinal);
        Assert.Contains("[machine]\ncpus = 2", pairs[3].More, StringComparison.Ordinal);
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static string Described(string system) =>
        File.ReadAllText(Path.Combine(Repository.Root, "qemu/benches", system, SystemBuilder.FileName));
}
