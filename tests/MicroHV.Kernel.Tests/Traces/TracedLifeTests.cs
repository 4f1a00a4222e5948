// What the kernel writes down while it runs guests.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Traces;

public sealed class TracedLifeTests
{
    private const uint Safety = 0;
    private const uint General = 1;

    // The schedule of ScheduledSystem in which Safety is in the background.
    private const byte BackgroundSchedule = 2;
    // What the loop itself spends: TSC reads between the end of a window and the next entry.
    private const ulong SlackTicks = 100;
    private const byte GeneralProtection = 13;
    private const uint HardwareException = 3;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_exit_is_written_down_with_its_reason(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Cpuid(1)));
        life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.In(0x64)));
        TraceRecord[] exits = [.. life.Run(2).Of(TraceKind.Exit).Where(record => record.Subject == General)];
        Assert.Equal((byte)ExitKind.Cpuid, exits[0].Detail);
        Assert.Equal(((byte)ExitKind.PortIo, 0x64u), (exits[1].Detail, exits[1].Value));
        Assert.InRange(exits[1].Tsc - exits[0].Tsc, 1_000ul, 1_200ul);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hypercall_is_written_down_with_its_number_and_argument(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(Safety, new GuestStep(10, GuestExit.Hypercall(kind, Hypercall.Report, 42)));
        TraceRecord call = Assert.Single(life.Run(1).Of(TraceKind.Hypercall));
        Assert.Equal(((byte)Hypercall.Report, (ushort)Safety, 42u), (call.Detail, call.Subject, call.Value));
        Assert.DoesNotContain(life.Of(TraceKind.Exit), record => record.Detail == (byte)ExitKind.Hypercall);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_injection_is_written_down_before_the_entry_that_delivers_it(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.ReadMsr(0xC001_FFFF)));
        TraceRecord injection = Assert.Single(life.Run(1).Of(TraceKind.Injection));
        Assert.Equal((GeneralProtection, (ushort)Safety, HardwareException), (injection.Detail, injection.Subject, injection.Value));
        TraceRecord exit = life.Of(TraceKind.Exit).First(record => record.Detail == (byte)ExitKind.MsrRead);
        Assert.True(injection.Tsc > exit.Tsc);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_window_of_every_frame_is_written_down_with_its_lateness(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        TraceRecord[] records = [.. life.Run(3).Records
            .Where(record => record.Kind is TraceKind.Frame or TraceKind.WindowStart or TraceKind.WindowEnd)];
        (TraceKind, ushort)[] frame =
        [
            (TraceKind.Frame, TraceRecord.Nobody),
            (TraceKind.WindowStart, (ushort)Safety), (TraceKind.WindowEnd, (ushort)Safety),
            (TraceKind.WindowStart, (ushort)General), (TraceKind.WindowEnd, (ushort)General),
            (TraceKind.WindowStart, (ushort)Safety), (TraceKind.WindowEnd, (ushort)Safety),
        ];
        Assert.Equal([.. frame, .. frame, .. frame], records.Select(record => (record.Kind, record.Subject)));
        Assert.Equal([0u, 1, 2], life.Of(TraceKind.Frame).Select(record => record.Value));
        ulong[] planned = [.. Enumerable.Range(0, 3).SelectMany(i => SmallSystem.Windows.SelectMany(window =>
            new[] { window.Start, window.End }.Select(time =>
                life.Boot.EpochTsc + Ticks(life, (ulong)i * SmallSystem.MajorFrameNanoseconds) + Ticks(life, time))))];
        TraceRecord[] ends = [.. records.Where(record => record.Kind != TraceKind.Frame)];
        Assert.All(ends.Zip(planned), pair => Assert.InRange(pair.First.Tsc, pair.Second, pair.Second + SlackTicks));
        Assert.All(ends.Zip(planned), pair => Assert.Equal(pair.First.Tsc - pair.Second, pair.First.Value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_yield_is_followed_by_sleep(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(Safety, new GuestStep(10_000, GuestExit.Hypercall(kind, Hypercall.Yield)));
        int yield = life.Run(1).Records.ToList().FindIndex(record => record.Kind == TraceKind.Hypercall);
        Assert.Equal(TraceKind.Sleep, life.Records[yield + 1].Kind);
        Assert.InRange(life.Records[yield + 1].Value, 1u, (uint)Ticks(life, 300_000));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_error_and_the_modes_of_partitions_are_written_down(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(General, Crime);
        life.Kernel.Guests.Add(Safety, new GuestStep(10_000, GuestExit.Hypercall(kind, Hypercall.Report)));
        TraceRecord error = Assert.Single(life.Run(2).Of(TraceKind.Error));
        Assert.Equal(((byte)HealthEvent.MemoryViolation, (ushort)General), (error.Detail, error.Subject));
        Assert.Equal(
            [((ushort)Safety, (byte)PartitionMode.Idle), ((ushort)General, (byte)PartitionMode.Idle)],
            life.Of(TraceKind.Mode).Select(record => (record.Subject, record.Detail)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_of_schedule_and_the_background_are_written_down(ProcessorKind kind)
    {
        using TracedLife life = new(kind);
        life.Kernel.Guests.Add(
            Safety, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetModuleSchedule, BackgroundSchedule + 1u)));
        TraceRecord change = Assert.Single(life.RunScheduled(4).Of(TraceKind.Schedule));
        Assert.Equal((BackgroundSchedule, 1u), (change.Detail, change.Value));
        Assert.Equal([0u, 1, 2, 3], life.Of(TraceKind.Frame).Select(record => record.Value));
        TraceRecord[] background = [.. life.Of(TraceKind.Background)];
        Assert.All(background, record => Assert.Equal(Safety, record.Subject));
        Assert.True(background.Length >= 6);
        Assert.True(background[0].Tsc >= change.Tsc);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_traced_kernel_does_what_it_does_without_a_trace(ProcessorKind kind)
    {
        List<Machines.TranscriptEvent> plain;
        using (KernelMachine kernel = new(kind))
        {
            kernel.Guests.Add(General, Crime);
            plain = kernel.Run(SmallSystem.Blob(5));
        }

        using TracedLife traced = new(kind);
        traced.Kernel.Guests.Add(General, Crime);
        Assert.Equal(plain.Select(item => item.GetType()), traced.Run(5).Transcript.Select(item => item.GetType()));
    }

    private static ulong Ticks(TracedLife life, ulong nanoseconds) => nanoseconds * life.Boot.TscHertz / 1_000_000_000;

    private static GuestStep Crime => new(5_000, GuestExit.Touch(0x7000_0008, RegionRights.Write));
}
