// A schedule of which one bit changes by itself.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;

namespace MicroHV.Kernel.Tests.Schedules;

public sealed unsafe class ScheduleWordsTests : IDisposable
{
    private const ulong Epoch = 1_600_000;

    private readonly ThreeSchedules _system = new();
    private readonly WindowTable _windows;
    private ScheduleChoice _choice;
    private Schedule _schedule;

    public ScheduleWordsTests()
    {
        _choice.Begin(0, Epoch);
        FramePool pool = _system.SparePool();
        Assert.True(_windows.TryBuild(in _system.Config, in _system.Clock, ref pool));
        _schedule.Start(in _system.Config, 0, in _system.Clock, in _choice, Places);
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void One_that_nobody_touched_is_intact_in_every_window_of_many_frames()
    {
        ulong now = 0;
        Assert.True(_schedule.IsIntact(Places, 0));
        for (int i = 0; i < 1_000; i++)
        {
            now = Advance(now);
            Assert.True(_schedule.IsIntact(Places, now));
        }
    }

    [Fact]
    public void Every_single_bit_of_it_that_changes_is_noticed()
    {
        ulong end = Advance(Advance(0));
        fixed (Schedule* schedule = &_schedule)
        {
            byte* bytes = (byte*)schedule;
            for (int bit = 0; bit < sizeof(Schedule) * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(_schedule.IsIntact(Places, end), $"bit {bit}");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(_schedule.IsIntact(Places, end));
    }

    [Fact]
    public void Another_end_of_the_window_and_another_place_of_a_table_are_noticed()
    {
        ulong end = Advance(Advance(0));
        for (int bit = 0; bit < 64; bit++)
        {
            Assert.False(_schedule.IsIntact(Places, end ^ (1ul << bit)));
            Assert.False(_schedule.IsIntact(Places ^ (1ul << bit), end));
        }
    }

    private ulong Places => _windows.Address;

    private ulong Advance(ulong now) =>
        _schedule.Advance(in _system.Config, in _windows, in _system.Clock, in _choice, Places, now);
}
