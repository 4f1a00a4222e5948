// Where a further window has room.
using MicroHV.Image.Authoring;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Tests.Authoring;

public sealed class FreeTimeTests
{
    private const ulong MajorFrame = 100;

    [Fact]
    public void Without_windows_all_is_free() => Assert.Equal(new FreeTime(0, 100), Longest());

    [Fact]
    public void It_may_be_before_all_windows() => Assert.Equal(new FreeTime(0, 60), Longest((60, 20)));

    [Fact]
    public void It_may_be_between_two_windows() => Assert.Equal(new FreeTime(10, 50), Longest((0, 10), (60, 20)));

    [Fact]
    public void It_may_be_behind_all_windows() => Assert.Equal(new FreeTime(20, 80), Longest((0, 10), (10, 10)));

    [Fact]
    public void The_first_of_two_that_are_as_long_is_taken() =>
        Assert.Equal(new FreeTime(20, 20), Longest((0, 20), (40, 40)));

    [Fact]
    public void A_full_major_frame_has_none() => Assert.Equal(0UL, Longest((0, 50), (50, 50)).DurationNanoseconds);

    [Fact]
    public void Windows_on_other_CPUs_take_nothing() => Assert.Equal(
        new FreeTime(0, 100), FreeTime.LongestOf(Schedule([Window(0, 100)]), cpu: 1));

    private static FreeTime Longest(params (ulong Start, ulong Duration)[] windows) =>
        FreeTime.LongestOf(Schedule([.. windows.Select(window => Window(window.Start, window.Duration))]), cpu: 0);

    private static SchedulePlan Schedule(IReadOnlyList<WindowPlan> windows) => new()
    {
        Place = Place.Start,
        IsBroken = false,
        Name = "",
        NamePlace = Place.Start,
        MajorFrameNanoseconds = MajorFrame,
        MajorFramePlace = Place.Start,
        Windows = windows,
        Background = [],
        Absent = [],
        OwnDemands = [],
        Demands = [],
        Changes = [],
    };

    private static WindowPlan Window(ulong start, ulong duration) => new(
        Place.Start, new NamedPartition("a", Place.Start, 0), start, duration, Place.Start,
        new Written<ulong>(0, Place.Start), new Written<ulong>(0, Place.Start), IsSaidToBeginPeriod: false);
}
