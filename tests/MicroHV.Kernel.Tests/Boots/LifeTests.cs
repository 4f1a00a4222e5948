// The life of a running system: windows, yields, errors and ends, on every processor.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class LifeTests
{
    private const uint Safety = 0;
    private const uint General = 1;

    // What the loop itself spends: TSC reads between the end of a window and the next entry.
    private const ulong SlackTicks = 100;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Guests_run_in_their_windows_and_nowhere_else(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(20));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.True(kernel.Guests.Runs.Count >= 60);
        Assert.All(kernel.Guests.Runs, run => AssertInWindow(run, boot));
        foreach ((ulong start, ulong end, uint vcpu) in SmallSystem.Windows)
        {
            ulong first = boot.EpochTsc + Ticks(boot, start);
            ulong used = kernel.Guests.Runs
                .Where(run => run.Vcpu == vcpu && run.Start >= first && run.End <= first + Ticks(boot, end - start))
                .Aggregate(0ul, (sum, run) => sum + (run.End - run.Start));
            Assert.InRange(used, Ticks(boot, end - start) - (3 * SlackTicks), Ticks(boot, end - start));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_guest_that_always_exits_loses_nothing_and_takes_nothing(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        for (int i = 0; i < 2000; i++)
        {
            kernel.Guests.Add(General, new GuestStep(977, GuestExit.Cpuid(1)));
        }

        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(10));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.All(kernel.Guests.Runs, run => AssertInWindow(run, boot));
        Assert.Equal(10ul, KernelMachine.StopOf(events).Frames);
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_yield_gives_up_the_rest_of_the_window_only(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(Safety, new GuestStep(10_000, GuestExit.Hypercall(kind, Hypercall.Yield)));
        BootRecord boot = Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(1))[0]).Record;
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety)];
        Assert.Equal(10_000ul, runs[0].End - runs[0].Start);
        Assert.True(runs[1].Start >= boot.EpochTsc + Ticks(boot, 700_000));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_partition_that_touches_what_it_does_not_have_is_idled_and_the_other_goes_on(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.Touch(0x7000_0008, RegionRights.Write)));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(10));
        PartitionErrorRecord error = Assert.Single(events.OfType<PartitionErrorEvent>()).Record;
        Assert.Equal(General, error.PartitionIndex);
        Assert.Equal(HealthEvent.MemoryViolation, error.Error);
        Assert.Equal(0x7000_0008ul, error.Address);
        Assert.Equal((uint)RegionRights.Write, error.Access);
        Assert.Equal((uint)ExitKind.NestedPageFault, error.ExitKind);
        Assert.Equal(kind.Vendor(), error.Vendor);
        Assert.Equal(SmallSystem.MemoryBase, error.State.Rip);
        Assert.Equal(16u, error.InstructionLength);
        Assert.Single(kernel.Guests.Runs, run => run.Vcpu == General);
        Assert.True(kernel.Guests.Runs.Count(run => run.Vcpu == Safety) >= 20);
        Assert.Equal(10ul, KernelMachine.StopOf(events).Frames);
    }

    public static TheoryData<ProcessorKind, string, HealthEvent> Crimes
    {
        get
        {
            TheoryData<ProcessorKind, string, HealthEvent> crimes = [];
            foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
            {
                crimes.Add(kind, "port", HealthEvent.PortViolation);
                crimes.Add(kind, "triple fault", HealthEvent.UnexpectedTrap);
                crimes.Add(kind, "dead halt", HealthEvent.DeadVcpu);
                crimes.Add(kind, "nonsense", HealthEvent.IllegalRequest);
            }

            return crimes;
        }
    }

    [Theory]
    [MemberData(nameof(Crimes))]
    public void A_crime_idles_its_partition(ProcessorKind kind, string crime, HealthEvent expected)
    {
        using KernelMachine kernel = new(kind);
        GuestExit exit = crime switch
        {
            "port" => GuestExit.In(0x64),
            "triple fault" => GuestExit.TripleFault(),
            "dead halt" => GuestExit.Hlt(areInterruptsOn: false),
            _ => GuestExit.Nonsense(),
        };
        kernel.Guests.Add(Safety, new GuestStep(1_000, exit));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(3));
        Assert.Equal(expected, Assert.Single(events.OfType<PartitionErrorEvent>()).Record.Error);
        Assert.Single(kernel.Guests.Runs, run => run.Vcpu == Safety);
        Assert.Equal(3ul, KernelMachine.StopOf(events).Frames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_halt_with_interrupts_on_gives_up_the_window(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hlt(areInterruptsOn: true)));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(2));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.Empty(events.OfType<PartitionErrorEvent>());
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety)];
        Assert.True(runs[1].Start >= boot.EpochTsc + Ticks(boot, 700_000));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_kernel_stops_when_all_partitions_have_reported_their_end(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(Safety, new GuestStep(400_000, GuestExit.Hypercall(kind, Hypercall.Report, 0)));
        kernel.Guests.Add(General, new GuestStep(400_000, GuestExit.Hypercall(kind, Hypercall.Report, 42)));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(50, SystemOptions.StopWhenAllIdle));
        PartitionEndRecord[] ends = [.. events.OfType<PartitionEndEvent>().Select(end => end.Record)];
        Assert.Equal([0ul, 42ul], ends.OrderBy(end => end.PartitionIndex).Select(end => end.ExitCode));
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal(StopReason.AllPartitionsIdle, stop.Reason);
        Assert.Equal(1ul, stop.Frames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Text_arrives_before_the_end_that_follows_it(ProcessorKind kind)
    {
        byte[] text = Encoding.UTF8.GetBytes("hello\n#04 forged\n1> also\nno end");
        using KernelMachine kernel = new(kind);
        kernel.Guests.OnRun = (ref vcpu) => WriteToMemory(kernel, (int)vcpu.PartitionIndex, text);
        kernel.Guests.Add(Safety, new GuestStep(1_000, Say(kind, text)));
        kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.Report)));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(30));
        Assert.Empty(events.OfType<GarbledEvent>());
        Assert.Equal(text, Consoles.ConsoleFixture.TextOf(events, 0));
        int end = events.FindIndex(item => item is PartitionEndEvent);
        Assert.True(end > events.FindLastIndex(item => item is PartitionTextEvent));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Text_that_had_no_room_is_told_even_if_the_kernel_stops_in_the_same_window(ProcessorKind kind)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 256)];
        using KernelMachine kernel = new(kind);
        kernel.Guests.OnRun = (ref vcpu) => WriteToMemory(kernel, (int)vcpu.PartitionIndex, text);
        for (int i = 0; i < 10; i++)
        {
            kernel.Guests.Add(Safety, new GuestStep(100, Say(kind, text)));
        }

        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Report)));
        kernel.Guests.Add(General, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Report)));
        List<TranscriptEvent> safetyLast = kernel.Run(SmallSystem.Blob(9, SystemOptions.StopWhenAllIdle));
        Assert.Equal(512ul, Assert.Single(safetyLast.OfType<ConsoleLossEvent>()).Record.LostBytes);

        kernel.Guests.Clear();
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Report)));
        for (int i = 0; i < 10; i++)
        {
            kernel.Guests.Add(General, new GuestStep(100, Say(kind, text)));
        }

        kernel.Guests.Add(General, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Report)));
        List<TranscriptEvent> sameWindow = kernel.Run(SmallSystem.Blob(9, SystemOptions.StopWhenAllIdle));
        Assert.Equal(512ul, Assert.Single(sameWindow.OfType<ConsoleLossEvent>()).Record.LostBytes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_that_an_exit_interrupted_is_delivered_again(ProcessorKind kind)
    {
        const ulong PageFault = 0x0000_0002_8000_0B0E;
        using KernelMachine kernel = new(kind);
        GuestExit interrupted = GuestExit.Cpuid(0) with { InterruptedEvent = PageFault };
        kernel.Guests.Add(Safety, new GuestStep(1_000, interrupted));
        kernel.Run(SmallSystem.Blob(1));
        ulong injected = kernel.Guests.Runs.Where(run => run.Vcpu == Safety).ElementAt(1).Injected;
        Assert.Equal(0x8000_0B0Eul, injected & 0x8000_0FFF);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_is_delivered_once(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.ReadMsr(0xC001_FFFF)));
        kernel.Run(SmallSystem.Blob(2));
        ulong[] injected = [.. kernel.Guests.Runs.Select(run => run.Injected).Where(value => (value & 0x8000_0000) != 0)];
        Assert.Equal(0x8000_0B0Dul, Assert.Single(injected) & 0x8000_0FFF);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_guest_in_real_mode_gets_its_faults_without_error_codes(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        BlobEditor blob = new(SmallSystem.Blob(2));
        MakeReal(ref blob.Vcpus[(int)Safety].Start);
        kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.ReadMsr(0xC001_FFFF)));
        List<TranscriptEvent> events = kernel.Run(blob.Sealed());
        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(events).Reason);
        Assert.Empty(kernel.Guests.Refused);
        ulong[] injected = [.. kernel.Guests.Runs.Select(run => run.Injected).Where(value => (value & 0x8000_0000) != 0)];
        Assert.Equal(0x8000_030Dul, Assert.Single(injected) & 0x8000_0FFF);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_NMI_is_the_host_s_and_the_guest_goes_on(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Nmi()));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(2));
        Assert.Empty(events.OfType<PartitionErrorEvent>());
        Assert.DoesNotContain(kernel.Guests.Runs, run => run.Injected != 0);

        // SVM leaves the NMI pending; it arrives at the host's next STGI.
        Assert.Equal(kind == ProcessorKind.Intel ? 1ul : 0, kernel.Machine.Cpu.NmiCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_storm_of_NMIs_costs_nobody_a_window(ProcessorKind kind)
    {
        const int Storm = 3_000;
        using KernelMachine kernel = new(kind);
        for (int i = 0; i < Storm; i++)
        {
            kernel.Guests.Add(General, new GuestStep(100, GuestExit.Nmi()));
        }

        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(10));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.All(kernel.Guests.Runs, run => AssertInWindow(run, boot));
        Assert.True(kernel.Guests.Runs.Count(run => run.Vcpu == General) >= Storm);
        Assert.Empty(events.OfType<PartitionErrorEvent>());
        Assert.Equal(10ul, KernelMachine.StopOf(events).Frames);
    }

    private static void MakeReal(ref CpuState state)
    {
        (state.Cr0, state.Cr4, state.Efer, state.Rip) = (0x10, 0, 0, 0x1000);
        SegmentState data = new() { AccessRights = 0x93, Limit = 0xFFFF };
        (state.Es, state.Ss, state.Ds, state.Fs, state.Gs) = (data, data, data, data, data);
        state.Cs = data with { AccessRights = 0x9B };
        state.Tr = new SegmentState { AccessRights = 0x8B, Limit = 0xFFFF };
    }

    private static GuestExit Say(ProcessorKind kind, byte[] text) => GuestExit.Hypercall(
        kind, Hypercall.ConsoleWrite, SmallSystem.MemoryBase + 0x1000, (ulong)text.Length);

    private static unsafe void WriteToMemory(KernelMachine kernel, int partition, byte[] text) =>
        text.CopyTo(new Span<byte>(
            kernel.Machine.Ram(SmallSystem.HostOf(partition, SmallSystem.MemoryBase + 0x1000)), text.Length));

    private static ulong Ticks(BootRecord boot, ulong nanoseconds) => nanoseconds * boot.TscHertz / 1_000_000_000;

    private static void AssertInWindow(GuestRun run, BootRecord boot)
    {
        ulong frameTicks = Ticks(boot, SmallSystem.MajorFrameNanoseconds);
        ulong start = (run.Start - boot.EpochTsc) % frameTicks;
        ulong end = start + (run.End - run.Start);
        Assert.Contains(SmallSystem.Windows, window =>
            window.Vcpu == run.Vcpu && start >= Ticks(boot, window.Start) && end <= Ticks(boot, window.End) + SlackTicks);
    }
}
