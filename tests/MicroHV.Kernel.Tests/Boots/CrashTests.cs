// Crashes outlive a reset: what the kernel that died kept, the next one finds, checks and tells first.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class CrashTests
{
    private const uint Module = 0xFFFF_FFFF;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kernel_that_resets_the_machine_is_explained_by_the_next_one_before_all_else(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        List<TranscriptEvent> events = kernel.Run(BreakingBlob(kernel));
        Assert.True(kernel.Pc.ResetLines.IsReset);
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal((StopReason.ChecksumMismatch, HealthAction.Reset), (stop.Reason, stop.Action));

        List<TranscriptEvent> again = kernel.Run(SmallSystem.Blob(2));
        CrashRecord crash = Assert.IsType<CrashEvent>(again[0]).Record;
        BootRecord boot = Assert.IsType<BootEvent>(again[1]).Record;
        Assert.Equal(1u, boot.CrashRecords);
        Assert.Equal(CrashKind.Stop, crash.Kind);
        Assert.Equal(stop, crash.Stop);
        Assert.InRange(crash.Stop.Tsc, crash.EpochTsc, ulong.MaxValue);
        Assert.False(kernel.Pc.ResetLines.IsReset);
        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(again).Reason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_first_crash_is_kept_and_those_after_it_are_counted(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        StopRecord first = KernelMachine.StopOf(kernel.Run(BreakingBlob(kernel)));
        kernel.Run(BreakingBlob(kernel));
        CrashRecord crash = Assert.IsType<CrashEvent>(kernel.Run(SmallSystem.Blob(2))[0]).Record;
        Assert.Equal(first, crash.Stop);
        Assert.Equal(1u, crash.LaterCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kernel_that_was_reset_without_a_word_is_known_by_its_last_frame(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.MaxEntries = 20;
        kernel.Load(SmallSystem.Blob(0));
        Assert.Throws<BudgetSpentException>(kernel.Boot);

        kernel.Guests.MaxEntries = int.MaxValue;
        CrashRecord crash = Assert.IsType<CrashEvent>(kernel.Run(SmallSystem.Blob(2))[0]).Record;
        Assert.Equal((StopReason.UnexplainedReset, Module), (crash.Stop.Reason, crash.Stop.PartitionIndex));
        Assert.InRange(crash.Stop.Frames, 3ul, 10ul);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_planned_end_leaves_nothing(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(2))[0]);
        Assert.Equal(0u, Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(2))[0]).Record.CrashRecords);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_in_which_a_bit_changed_is_refused_and_that_is_told(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Run(BreakingBlob(kernel));
        kernel.Machine.Ram(SmallSystem.Plan.Kernel.CrashFrame)[0x48] ^= 0x10;
        Assert.Equal(0x100u, Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(2))[0]).Record.CrashRecords);
        Assert.Equal(0u, Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(2))[0]).Record.CrashRecords);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_machine_that_one_way_does_not_reset_is_reset_by_the_next(bool hasResetControl, bool hasKeyboard)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Pc.ResetLines.HasResetControl = hasResetControl;
        kernel.Pc.ResetLines.HasKeyboard = hasKeyboard;
        kernel.Run(BreakingBlob(kernel));
        Assert.True(kernel.Pc.ResetLines.IsReset);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_the_plan_s_word_a_kernel_that_stops_resets_nothing(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        StopRecord stop = KernelMachine.StopOf(kernel.Run(BreakingBlob(kernel, HealthAction.Stop)));
        Assert.Equal((StopReason.ChecksumMismatch, HealthAction.Stop), (stop.Reason, stop.Action));
        Assert.False(kernel.Pc.ResetLines.IsReset);
    }

    [Theory]
    [InlineData(HealthAction.Stop)]
    [InlineData(HealthAction.Reset)]
    public void What_is_never_written_and_has_changed_is_an_event_of_the_module(HealthAction action)
    {
        using KernelMachine kernel = new(ProcessorKind.Amd);
        List<TranscriptEvent> events = kernel.Run(BreakingBlob(kernel, action));
        StopRecord stop = KernelMachine.StopOf(events);
        HealthRecord told = Assert.Single(events.OfType<HealthLogEvent>()).Record;
        Assert.Equal((HealthEvent.ChecksumMismatch, Module, (uint)action), (told.Event, told.PartitionIndex, told.Action));
        Assert.Equal((stop.Detail0, stop.Detail1), (told.Address, told.Code));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_never_written_is_checked_again_and_again(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        StopRecord stop = KernelMachine.StopOf(kernel.Run(SmallSystem.Blob(500)));
        Assert.InRange(stop.ScrubCount, 1u, uint.MaxValue);
    }

    [Theory]
    [InlineData(HealthAction.Ignore, StopReason.FrameLimitReached)]
    [InlineData(HealthAction.Stop, StopReason.NonMaskableInterrupt)]
    [InlineData(HealthAction.Reset, StopReason.NonMaskableInterrupt)]
    public void An_NMI_is_answered_by_the_module_s_table_at_the_end_of_the_window(HealthAction action, StopReason expected)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BlobEditor blob = new(SmallSystem.Blob(3));
        blob.HealthActions[(int)HealthEvent.NonMaskableInterrupt].Action = action;
        kernel.Guests.Add(0, new GuestStep(1_000, GuestExit.Nmi()));
        List<TranscriptEvent> events = kernel.Run(blob.Sealed());
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal((expected, 1ul), (stop.Reason, stop.NmiCount));
        HealthRecord told = Assert.Single(events.OfType<HealthLogEvent>()).Record;
        Assert.Equal((HealthEvent.NonMaskableInterrupt, Module, 1u), (told.Event, told.PartitionIndex, told.Code));
        Assert.Equal(action == HealthAction.Reset, kernel.Pc.ResetLines.IsReset);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_watchdog_is_kicked_once_a_frame_and_sleeps_when_the_kernel_ends(ProcessorKind kind)
    {
        const uint FourSeconds = 13;
        using KernelMachine kernel = new(kind);
        kernel.Run(WithWatchdog(SmallSystem.Blob(10)));
        Assert.Equal(11, kernel.Pc.ResetLines.Kicks.Count);
        Assert.All(kernel.Pc.ResetLines.Kicks, value => Assert.Equal(FourSeconds, value));
        Assert.False(kernel.Pc.ResetLines.IsWatchdogOn);
    }

    [Fact]
    public void A_CPU_that_hangs_keeps_the_turn_and_nobody_kicks_for_it()
    {
        const ulong HangTicks = 50_000_000;
        using KernelMachine kernel = new(ProcessorKind.Amd, cpuCount: 2);
        kernel.Machine.Cpus[1].Apic.ApicId = 6;
        kernel.Guests.Add(1, new GuestStep(1_000, GuestExit.Cpuid(0), HangTicks));
        kernel.Run(WithWatchdog(SmallSystem.BlobOfTwoCpus(40)));
        Assert.InRange(kernel.Pc.ResetLines.Kicks.Count, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_system_partition_reads_the_record_of_the_life_before_and_takes_it_away(ProcessorKind kind)
    {
        const ulong Place = SmallSystem.MemoryBase + 0x2000;
        using KernelMachine kernel = new(kind);
        StopRecord stop = KernelMachine.StopOf(kernel.Run(BreakingBlob(kernel)));
        List<GuestRegisters> answers = Ask(kernel, PartitionOptions.System, Place);
        Assert.Equal(stop, ((CrashRecord*)kernel.Machine.Ram(SmallSystem.HostOf(0, Place)))->Stop);
        Assert.Equal(
            [
                (ulong)ReturnCode.NoError, (ulong)ReturnCode.InvalidParameter, (ulong)ReturnCode.InvalidParameter,
                (ulong)ReturnCode.NoError, (ulong)ReturnCode.NoAction, (ulong)ReturnCode.NotAvailable,
            ],
            answers.Select(answer => answer.Rax));
        Assert.Equal(CrashRecord.ShortSizeBytes, answers[0].Rdx);
        Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(1))[0]);
    }

    [Fact]
    public void A_partition_that_is_not_the_system_s_reaches_no_record()
    {
        using KernelMachine kernel = new(ProcessorKind.Amd);
        kernel.Run(BreakingBlob(kernel));
        List<GuestRegisters> answers = Ask(kernel, PartitionOptions.None, SmallSystem.MemoryBase + 0x2000);
        Assert.All(answers, answer => Assert.Equal((ulong)ReturnCode.InvalidConfiguration, answer.Rax));
        Assert.IsType<CrashEvent>(kernel.Run(SmallSystem.Blob(1))[0]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_error_of_a_partition_is_told_by_the_next_boot(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        kernel.Guests.Add(1, new GuestStep(5_000, GuestExit.Touch(0x7000_0008, RegionRights.Write)));
        kernel.Run(SmallSystem.Blob(3));
        CrashRecord crash = Assert.IsType<CrashEvent>(kernel.Run(SmallSystem.Blob(1))[0]).Record;
        Assert.Equal((CrashKind.PartitionError, 1u), (crash.Kind, crash.Stop.PartitionIndex));
        Assert.Equal((HealthEvent.MemoryViolation, 0x7000_0008ul), (crash.LastEvent.Event, crash.LastEvent.Address));
    }

    // The calls of the first partition, and its registers behind each.
    private static List<GuestRegisters> Ask(KernelMachine kernel, PartitionOptions options, ulong place)
    {
        BlobEditor blob = new(SmallSystem.Blob(2));
        blob.Partitions[0].Options |= options;
        List<GuestRegisters> entries = [];
        kernel.Guests.Clear();
        kernel.Guests.OnRun = (ref vcpu) =>
        {
            if (vcpu.PartitionIndex == 0)
            {
                entries.Add(vcpu.Registers);
            }
        };
        (Hypercall Number, ulong First, ulong Second)[] calls =
        [
            (Hypercall.ReadCrashRecord, (ulong)CrashKind.Stop, place),
            (Hypercall.ReadCrashRecord, (ulong)CrashKind.Stop, 0x7000_0000),
            (Hypercall.ReadCrashRecord, CrashRecord.KindCount, place),
            (Hypercall.AcknowledgeCrashRecord, (ulong)CrashKind.Stop, 0),
            (Hypercall.AcknowledgeCrashRecord, (ulong)CrashKind.Stop, 0),
            (Hypercall.ReadCrashRecord, (ulong)CrashKind.Stop, place),
        ];
        foreach ((Hypercall number, ulong first, ulong second) in calls)
        {
            kernel.Guests.Add(0, new GuestStep(1_000, GuestExit.Hypercall(kernel.Kind, number, first, second)));
        }

        kernel.Run(blob.Sealed());
        return entries[1..(calls.Length + 1)];
    }

    // The guest breaks a byte of the kernel's code, as only failing memory could.
    private static byte[] BreakingBlob(KernelMachine kernel, HealthAction action = HealthAction.Reset)
    {
        byte* code = kernel.Machine.Ram(kernel.Machine.Symbols.TextStart + 0x123);
        byte good = *code;
        kernel.Guests.OnRun = (ref _) => *code = (byte)(good ^ 4);
        BlobEditor blob = new(SmallSystem.Blob(1_000));
        blob.HealthActions[(int)HealthEvent.ChecksumMismatch].Action = action;
        return blob.Sealed();
    }

    private static byte[] WithWatchdog(byte[] bytes)
    {
        BlobEditor blob = new(bytes);
        blob.Header.HardwareWatchdog = HardwareWatchdog.Ib700;
        blob.Header.HardwareWatchdogSeconds = 4;
        return blob.WithHeaderSealed();
    }
}
