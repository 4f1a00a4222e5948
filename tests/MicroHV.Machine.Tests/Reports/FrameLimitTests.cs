// How `--for` and `--frames` become the kernel's frame limit.
using MicroHV.Image.Verbs;

namespace MicroHV.Machine.Tests.Reports;

public sealed class FrameLimitTests
{
    private const ulong Millisecond = 1_000_000;

    [Fact]
    public void A_time_is_counted_in_whole_frames() =>
        Assert.Equal(200UL, FrameLimit.Of(10 * Millisecond, 2000 * Millisecond, null).Frames);

    [Fact]
    public void A_begun_frame_is_a_whole_one() =>
        Assert.Equal(3UL, FrameLimit.Of(10 * Millisecond, (20 * Millisecond) + 1, null).Frames);

    [Fact]
    public void A_number_of_frames_is_taken_as_it_is() =>
        Assert.Equal(7UL, FrameLimit.Of(10 * Millisecond, null, 7).Frames);

    [Fact]
    public void Of_two_limits_the_smaller_holds() =>
        Assert.Equal(7UL, FrameLimit.Of(10 * Millisecond, 2000 * Millisecond, 7).Frames);

    [Fact]
    public void Without_a_limit_a_run_has_ten_seconds() =>
        Assert.Equal(new FrameLimit(1000, false), FrameLimit.Of(10 * Millisecond, null, null));

    [Fact]
    public void The_longest_run_has_a_guard_that_the_host_can_count() =>
        Assert.Equal(
            TimeSpan.FromDays(1), FrameLimit.Of(10 * Millisecond, null, ulong.MaxValue).MachineTime(10 * Millisecond));
}
