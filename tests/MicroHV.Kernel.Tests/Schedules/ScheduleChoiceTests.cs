// Which schedule begins when, whoever asks at whatever moment.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;

namespace MicroHV.Kernel.Tests.Schedules;

public sealed class ScheduleChoiceTests : IDisposable
{
    private const ulong Epoch = 1_600_000;

    private readonly ThreeSchedules _system = new();
    private ScheduleChoice _choice;

    public ScheduleChoiceTests() => _choice.Begin(0, Epoch);

    public void Dispose() => _system.Dispose();

    private ulong Frame0 => _system.FrameTicks(0);

    private ulong Frame1 => _system.FrameTicks(1);

    private ulong Guard => _system.Clock.TicksOf(ScheduleChoice.GuardNanoseconds);

    [Fact]
    public void Before_the_epoch_there_is_no_schedule()
    {
        Assert.Equal(0ul, _choice.CurrentAt(Epoch - 1));
        Assert.Equal((0u, Epoch), Current(Epoch));
    }

    [Fact]
    public void A_request_takes_effect_at_the_end_of_the_frame_in_which_it_was_made()
    {
        ulong boundary = Aligned(Epoch + (8 * Frame0));
        Assert.Equal(ReturnCode.NoError, Ask(1, Epoch + (7 * Frame0) + 5));
        Assert.Equal((0u, Epoch), Current(boundary - 1));
        Assert.Equal((1u, boundary), Current(boundary));
        Assert.Equal((1u, boundary), Current(ulong.MaxValue >> 1));
    }

    [Fact]
    public void A_request_within_the_guard_takes_effect_one_frame_later()
    {
        ulong boundary = Epoch + Frame0;
        Assert.Equal(ReturnCode.NoError, Ask(1, boundary - Guard));
        Assert.Equal((0u, Epoch), Current(boundary));
        Assert.Equal((1u, Aligned(boundary + Frame0)), Current(boundary + Frame0));
    }

    [Fact]
    public void The_last_request_wins()
    {
        _ = Ask(1, Epoch + 1);
        Assert.Equal(ReturnCode.NoError, Ask(2, Epoch + 2));
        Assert.Equal((2u, Aligned(Epoch + Frame0)), Current(Epoch + Frame0));
    }

    [Fact]
    public void A_request_for_the_current_schedule_takes_the_one_before_it_back()
    {
        _ = Ask(1, Epoch + 1);
        Assert.Equal(ReturnCode.NoError, Ask(0, Epoch + 2));
        Assert.Equal(0ul, _choice.NextAt(Epoch + 3));
        Assert.Equal((0u, Epoch), Current(Epoch + (3 * Frame0)));
        Assert.Equal(ReturnCode.NoAction, Ask(0, Epoch + 4));
    }

    [Fact]
    public void What_is_settled_is_not_changed_but_followed()
    {
        ulong first = Aligned(Epoch + Frame0);
        _ = Ask(1, Epoch + 1);
        Assert.Equal(ReturnCode.NoError, Ask(2, first - 10));
        Assert.Equal((0u, Epoch), Current(first - 1));
        Assert.Equal((1u, first), Current(first));
        Assert.Equal(2u, ScheduleChoice.IndexOf(_choice.NextAt(first)));
        Assert.Equal((2u, Aligned(first + Frame1)), Current(first + Frame1));
    }

    [Fact]
    public void Of_two_that_are_to_follow_the_next_is_the_one_that_begins_first()
    {
        ulong first = Aligned(Epoch + Frame0);
        _ = Ask(1, Epoch + 1);
        _ = Ask(2, first - 10);
        Assert.Equal(1u, ScheduleChoice.IndexOf(_choice.NextAt(first - 5)));
        ulong second = Aligned(first + Frame1);
        _ = Ask(0, second - 10);
        Assert.Equal(2u, ScheduleChoice.IndexOf(_choice.NextAt(second - 5)));
    }

    [Fact]
    public void While_one_is_settled_and_one_follows_the_current_one_is_still_known()
    {
        ulong first = Aligned(Epoch + Frame0);
        _ = Ask(1, Epoch + 1);
        _ = Ask(2, first - 10);
        Assert.Equal(ReturnCode.NoError, Ask(1, first - 5));
        Assert.Equal((0u, Epoch), Current(first - 1));
        Assert.Equal((1u, first), Current(first + (5 * Frame1)));
    }

    [Fact]
    public void What_is_current_or_settled_needs_no_action()
    {
        Assert.Equal(ReturnCode.NoAction, Ask(0, Epoch + 1));
        _ = Ask(1, Epoch + 1);
        Assert.Equal(ReturnCode.NoAction, Ask(1, Epoch + Frame0 - 10));
        Assert.Equal(ReturnCode.NoAction, Ask(1, Epoch + Frame0));
    }

    [Fact]
    public void The_last_switch_is_the_start_of_the_current_schedule_unless_it_is_the_first()
    {
        Assert.Equal(0ul, _choice.LastSwitchAt(Epoch));
        _ = Ask(1, Epoch + 1);
        Assert.Equal(0ul, _choice.LastSwitchAt(Epoch + 2));
        Assert.Equal(Aligned(Epoch + Frame0), _choice.LastSwitchAt(Epoch + Frame0));
    }

    // An oracle that knows every request: what is current at the end of each frame, for a long random life.
    [Fact]
    public void A_thousand_random_lives_follow_the_rules()
    {
        Random random = new(1);
        for (int life = 0; life < 1000; life++)
        {
            ScheduleChoice choice = default;
            choice.Begin(0, Epoch);
            ulong now = Epoch;
            ulong frameStart = Epoch;
            uint current = 0;
            uint planned = 0;
            for (int step = 0; step < 60; step++)
            {
                now += (ulong)random.NextInt64((long)(step % 3 == 0 ? Guard : Frame0));
                ulong boundary = Boundary(frameStart, current, planned);
                while (now >= boundary)
                {
                    (current, frameStart) = (planned, boundary);
                    boundary = Boundary(frameStart, current, planned);
                    Assert.Equal(current, ScheduleChoice.IndexOf(choice.CurrentAt(frameStart)));
                }

                // Requests in the guard are the business of the tests above: here they would need a second memory.
                if (now + Guard < boundary)
                {
                    uint asked = (uint)random.Next(3);
                    bool isNothing = asked == current && planned == current;
                    Assert.Equal(isNothing ? ReturnCode.NoAction : ReturnCode.NoError, Ask(ref choice, asked, now));
                    planned = asked;
                }
            }
        }
    }

    private static ulong Aligned(ulong tsc) => tsc - (tsc % ScheduleChoice.StartAlignment);

    private ulong Boundary(ulong frameStart, uint current, uint planned)
    {
        ulong end = frameStart + _system.FrameTicks(current);
        return current == planned ? end : Aligned(end);
    }

    private (uint Index, ulong Start) Current(ulong now)
    {
        ulong current = _choice.CurrentAt(now);
        return (ScheduleChoice.IndexOf(current), ScheduleChoice.StartOf(current));
    }

    private ReturnCode Ask(uint schedule, ulong now) => Ask(ref _choice, schedule, now);

    private ReturnCode Ask(ref ScheduleChoice choice, uint schedule, ulong now) =>
        choice.Request(schedule, now, in _system.Config, in _system.Clock);
}
