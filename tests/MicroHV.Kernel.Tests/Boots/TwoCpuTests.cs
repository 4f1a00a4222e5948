// Two CPUs: started, refused, let go, and stopped.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Tests.Consoles;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class TwoCpuTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const uint OtherApicId = 6;
    private const uint ApicIdRegister = 0x802;
    private const ulong TextOffset = 0x1000;

    // The timer is early or late by a count of its own, and the loop reads the TSC before it enters again.
    private const ulong SlackTicks = 200;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_CPU_runs_the_windows_that_the_plan_has_for_it(ProcessorKind kind)
    {
        using KernelMachine kernel = Machine(kind);
        List<TranscriptEvent> events = kernel.Run(SmallSystem.BlobOfTwoCpus(10));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.All(kernel.Guests.Runs, run => Assert.Equal((int)run.Vcpu, run.Cpu));
        foreach ((ulong start, ulong end, uint vcpu) in SmallSystem.Windows)
        {
            GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == vcpu && Offset(boot, run.Start) == start)];
            Assert.Equal(10, runs.Length);
            Assert.All(runs, run => Assert.InRange(Lateness(boot, run.End, end), -(long)SlackTicks, (long)SlackTicks));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_guests_run_the_same_way_again(ProcessorKind kind)
    {
        using KernelMachine kernel = Machine(kind);
        kernel.Machine.PortTicks = 7;
        AddTalk(kernel);
        _ = kernel.Run(SmallSystem.BlobOfTwoCpus(3));
        (byte[] sent, GuestRun[] runs) = ([.. kernel.Pc.Uart.Sent], Times(kernel));
        kernel.Guests.Clear();
        AddTalk(kernel);
        _ = kernel.Run(SmallSystem.BlobOfTwoCpus(3));
        Assert.Equal(sent, kernel.Pc.Uart.Sent);
        Assert.Equal(runs, Times(kernel));
    }

    [Fact]
    public void A_CPU_that_has_other_features_is_refused()
    {
        using KernelMachine kernel = Machine(ProcessorKind.Intel);
        kernel.Machine.Cpus[1].CpuidLeaves[(7, 0)] = default;
        AssertStops(kernel, StopReason.CpuDifferent, 1, OtherApicId);
    }

    [Fact]
    public void A_CPU_that_has_another_id_than_the_one_it_answers_to_is_refused()
    {
        using KernelMachine kernel = Machine(ProcessorKind.Amd);
        kernel.Machine.Cpus[1].MsrDevices[ApicIdRegister] = (() => 7, _ => { });
        AssertStops(kernel, StopReason.ApicIdMismatch, 7, OtherApicId);
    }

    [Fact]
    public void A_CPU_that_nobody_reaches_is_missing()
    {
        using KernelMachine kernel = Machine(ProcessorKind.Amd);
        kernel.Machine.Cpus[1].Apic.ApicId = 5;
        AssertStops(kernel, StopReason.CpuMissing, 1, OtherApicId);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_frame_limit_stops_a_guest_on_the_other_CPU_at_once(ProcessorKind kind)
    {
        using KernelMachine kernel = Machine(kind);
        BlobEditor blob = new(SmallSystem.BlobOfTwoCpus(2));
        blob.Windows[2].StartNanoseconds = 0;
        blob.Windows[2].DurationNanoseconds = SmallSystem.MajorFrameNanoseconds;
        StopRecord stop = KernelMachine.StopOf(kernel.Run(blob.Sealed()));
        Assert.Equal((StopReason.FrameLimitReached, 0u, 2ul), (stop.Reason, stop.CpuIndex, stop.Frames));
        Assert.True(kernel.Guests.Runs.Where(run => run.Vcpu == General).Max(run => run.End) <= stop.Tsc + SlackTicks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_CPU_whose_partition_is_the_last_to_end_stops_the_other(ProcessorKind kind)
    {
        using KernelMachine kernel = Machine(kind);
        kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.Report, 0)));
        kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.Report, 7)));
        List<TranscriptEvent> events = kernel.Run(SmallSystem.BlobOfTwoCpus(9, SystemOptions.StopWhenAllIdle));
        Assert.Equal([0ul, 7ul], events.OfType<PartitionEndEvent>().Select(end => end.Record.ExitCode));
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal((StopReason.AllPartitionsIdle, 1u, 0ul), (stop.Reason, stop.CpuIndex, stop.Frames));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Text_of_both_CPUs_arrives_whole_whoever_comes_first(int firstOfEqual)
    {
        using KernelMachine kernel = Machine(ProcessorKind.Amd);
        kernel.Machine.FirstOfEqual = firstOfEqual;
        kernel.Machine.PortTicks = 100;
        byte[][] texts = AddTalk(kernel);
        List<TranscriptEvent> events = kernel.Run(SmallSystem.BlobOfTwoCpus(12));
        Assert.Empty(events.OfType<GarbledEvent>());
        Assert.Equal(texts[0], ConsoleFixture.TextOf(events, 0));
        Assert.Equal(texts[1], ConsoleFixture.TextOf(events, 1));
    }

    [Fact]
    public void What_a_test_throws_on_another_CPU_ends_the_run_and_the_machine_boots_again()
    {
        using KernelMachine kernel = Machine(ProcessorKind.Intel);
        GuestAct quiet = kernel.Guests.OnRun;
        kernel.Guests.OnRun = (ref vcpu) => _ = vcpu.Index == General ? throw new InvalidDataException("seen") : 0;
        Assert.Throws<InvalidDataException>(() => kernel.Run(SmallSystem.BlobOfTwoCpus(1)));
        kernel.Guests.OnRun = quiet;
        Assert.Equal(
            StopReason.FrameLimitReached, KernelMachine.StopOf(kernel.Run(SmallSystem.BlobOfTwoCpus(1))).Reason);
    }

    private static KernelMachine Machine(ProcessorKind kind)
    {
        KernelMachine kernel = new(kind, cpuCount: 2);
        kernel.Machine.Cpus[1].Apic.ApicId = OtherApicId;
        return kernel;
    }

    private static void AssertStops(KernelMachine kernel, StopReason reason, ulong detail0, ulong detail1)
    {
        StopRecord stop = KernelMachine.StopOf(kernel.Run(SmallSystem.BlobOfTwoCpus(1)));
        Assert.Equal((reason, detail0, detail1), (stop.Reason, stop.Detail0, stop.Detail1));
        Assert.Empty(kernel.Guests.Runs);
    }

    // Each guest says ten lines of its own; they are what it says altogether.
    private static byte[][] AddTalk(KernelMachine kernel)
    {
        byte[][] lines = [Encoding.UTF8.GetBytes("all is well\n"), Encoding.UTF8.GetBytes("general reports\n")];
        kernel.Guests.OnRun = (ref vcpu) => Write(kernel, (int)vcpu.PartitionIndex, lines[vcpu.PartitionIndex]);
        foreach (uint vcpu in (uint[])[Safety, General])
        {
            GuestExit say = GuestExit.Hypercall(
                kernel.Kind, Hypercall.ConsoleWrite, SmallSystem.MemoryBase + TextOffset, (ulong)lines[vcpu].Length);
            GuestExit rest = GuestExit.Hypercall(kernel.Kind, Hypercall.Yield);
            for (int i = 0; i < 5; i++)
            {
                kernel.Guests.Add(vcpu, new GuestStep(500, say), new GuestStep(900, say), new GuestStep(50, rest));
            }
        }

        return [.. lines.Select(line => Enumerable.Repeat(line, 10).SelectMany(bytes => bytes).ToArray())];
    }

    private static GuestRun[] Times(KernelMachine kernel) => [.. kernel.Guests.Runs.Select(run => run with { Step = null })];

    private static unsafe void Write(KernelMachine kernel, int partition, byte[] text) => text.CopyTo(new Span<byte>(
        kernel.Machine.Ram(SmallSystem.HostOf(partition, SmallSystem.MemoryBase + TextOffset)), text.Length));

    // Where in its frame something was, in nanoseconds, to the microsecond below.
    private static ulong Offset(BootRecord boot, ulong tsc)
    {
        ulong ticks = (tsc - boot.EpochTsc) % Ticks(boot, SmallSystem.MajorFrameNanoseconds);
        return ticks * 1_000_000 / boot.TscHertz * 1000;
    }

    private static long Lateness(BootRecord boot, ulong tsc, ulong planned) =>
        (long)((tsc - boot.EpochTsc) % Ticks(boot, SmallSystem.MajorFrameNanoseconds)) - (long)Ticks(boot, planned);

    private static ulong Ticks(BootRecord boot, ulong nanoseconds) => nanoseconds * boot.TscHertz / 1_000_000_000;
}
