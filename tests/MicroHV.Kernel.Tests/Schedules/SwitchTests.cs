// A running system that changes its schedule, and one in which somebody runs in the background.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Schedules;

public sealed class SwitchTests
{
    // What the loop itself spends: TSC reads between the end of a window and the next entry.
    private const ulong SlackTicks = 150;
    private const uint System = 0;
    private const uint Other = 1;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_system_partition_changes_the_windows_of_all_from_the_next_frame_on(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(System, new GuestStep(20_000, Switch(kind, 2)));
        List<TranscriptEvent> events = kernel.Run(ScheduledSystem.Blob(6));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        ulong change = Aligned(boot.EpochTsc + FrameTicks(boot, 0));
        Assert.Contains(kernel.Guests.Runs, run => run.Start >= change);
        Assert.All(kernel.Guests.Runs, run => AssertInWindow(run, boot, run.Start < change ? 0 : 1, run.Start < change ? boot.EpochTsc : change));
        Assert.Equal(6ul, KernelMachine.StopOf(events).Frames);
        Assert.InRange(KernelMachine.StopOf(events).Tsc, change + (5 * FrameTicks(boot, 1)), change + (5 * FrameTicks(boot, 1)) + SlackTicks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_partition_that_is_no_system_partition_changes_nothing(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(Other, new GuestStep(20_000, Switch(kind, 2)));
        List<TranscriptEvent> events = kernel.Run(ScheduledSystem.Blob(4));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.All(kernel.Guests.Runs, run => AssertInWindow(run, boot, 0, boot.EpochTsc));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_nobody_has_goes_to_the_background_and_is_taken_back_on_time(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(System, new GuestStep(20_000, Switch(kind, 3)));
        List<TranscriptEvent> events = kernel.Run(ScheduledSystem.Blob(6));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        ulong change = Aligned(boot.EpochTsc + FrameTicks(boot, 0));
        ulong frame = FrameTicks(boot, 2);
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Start >= change)];
        Assert.All(runs.Where(run => run.Vcpu == Other), run => AssertInWindow(run, boot, 2, change));
        Assert.All(runs.Where(run => run.Vcpu == System), run => Assert.False(Overlaps(run, change, frame, Ticks(boot, 100_000), Ticks(boot, 300_000))));

        // Partition 0 has half of every frame that way, less the switches.
        ulong used = runs.Where(run => run.Vcpu == System).Aggregate(0ul, (sum, run) => sum + (run.End - run.Start));
        Assert.InRange(used, (5 * frame / 2) - (10 * SlackTicks), 5 * frame / 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_yield_leaves_goes_to_the_background_and_when_that_yields_too_to_nobody(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        GuestExit yield = GuestExit.Hypercall(kind, Hypercall.Yield);

        // Two yields each in the windows of schedule 0, then one at the start of schedule 2 for the background.
        kernel.Guests.Add(System, new GuestStep(20_000, Switch(kind, 3)), new GuestStep(10, yield), new GuestStep(10, yield));
        kernel.Guests.Add(Other, new GuestStep(10, yield));
        kernel.Guests.Add(System, new GuestStep(77, yield));
        kernel.Guests.Add(Other, new GuestStep(10_000, yield));
        List<TranscriptEvent> events = kernel.Run(ScheduledSystem.Blob(2));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        ulong change = Aligned(boot.EpochTsc + FrameTicks(boot, 0));
        ulong windowEnd = change + Ticks(boot, 300_000);
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Start >= change)];

        GuestRun other = Assert.Single(runs, run => run.Vcpu == Other);
        Assert.Equal(10_000ul, other.End - other.Start);
        GuestRun before = Assert.Single(runs, run => run.End <= other.Start);
        Assert.Equal((System, 77ul), (before.Vcpu, before.End - before.Start));
        GuestRun[] rest = [.. runs.Where(run => run.Start >= other.End && run.Start < windowEnd)];
        Assert.InRange(rest[0].Start, other.End, other.End + SlackTicks);
        Assert.InRange(rest[^1].End, windowEnd - SlackTicks, windowEnd + SlackTicks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_idle_partition_s_windows_go_to_the_background(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(System, new GuestStep(20_000, Switch(kind, 3)));
        kernel.Guests.Add(Other, new GuestStep(10, GuestExit.TripleFault()));
        List<TranscriptEvent> events = kernel.Run(ScheduledSystem.Blob(4));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        ulong change = Aligned(boot.EpochTsc + FrameTicks(boot, 0));
        ulong used = kernel.Guests.Runs
            .Where(run => run.Start >= change)
            .Aggregate(0ul, (sum, run) => sum + (run.End - run.Start));
        Assert.InRange(used, (3 * FrameTicks(boot, 2)) - (12 * SlackTicks), 3 * FrameTicks(boot, 2));
    }

    private static GuestExit Switch(ProcessorKind kind, ulong id) => GuestExit.Hypercall(kind, Hypercall.SetModuleSchedule, id);

    private static ulong Aligned(ulong tsc) => tsc - (tsc % Kernel.Partitions.ScheduleChoice.StartAlignment);

    private static ulong Ticks(BootRecord boot, ulong nanoseconds) => nanoseconds * boot.TscHertz / 1_000_000_000;

    private static ulong FrameTicks(BootRecord boot, int schedule) => Ticks(boot, ScheduledSystem.MajorFrameNanoseconds[schedule]);

    private static void AssertInWindow(GuestRun run, BootRecord boot, int schedule, ulong begin)
    {
        ulong start = (run.Start - begin) % FrameTicks(boot, schedule);
        ulong end = start + (run.End - run.Start);
        Assert.Contains(ScheduledSystem.Windows[schedule], window =>
            window.Vcpu == run.Vcpu && start >= Ticks(boot, window.Start) && end <= Ticks(boot, window.End) + SlackTicks);
    }

    private static bool Overlaps(GuestRun run, ulong begin, ulong frame, ulong from, ulong to)
    {
        ulong start = (run.Start - begin) % frame;
        ulong end = start + (run.End - run.Start);
        return start < to && end > from + SlackTicks;
    }
}
