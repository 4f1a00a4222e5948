// What the health monitor makes of events: which life follows, what is left of the last one, what the log says.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class HealthLifeTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const ulong Marked = SmallSystem.MemoryBase + 0x5000;
    private const ulong Mark = 0x1122_3344_5566_7788;

    private static readonly GuestExit _crime = GuestExit.Touch(0x7000_0008, RegionRights.Write);

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cold_start_gives_memory_and_registers_as_at_the_first_entry(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.ColdStart);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.Cpuid(1)), new GuestStep(1_000, _crime with { Act = Spoil }));
        life.Run(4);
        Assert.Equal(life.Entries[0].Registers, life.Entries[^1].Registers);
        Assert.Equal(SmallSystem.MemoryBase, life.Entries[^1].Rip);
        Assert.Equal((0ul, Mark), (life.Word(General, Marked), life.Word(Safety, Marked)));
        Assert.Equal(life.Golden(General), life.Memory(General, 64));
        HealthRecord record = Assert.Single(life.Log);
        Assert.Equal(
            (1ul, General, HealthEvent.MemoryViolation, (uint)HealthAction.ColdStart, 1u, 0x7000_0008ul),
            (record.Sequence, record.PartitionIndex, record.Event, record.Action, record.RestartCount, record.Address));
        Assert.Empty(life.Kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cold_start_leaves_shared_regions_alone(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.ColdStart);
        foreach (ref RegionRecord region in life.Blob.Regions)
        {
            region.Flags |= RegionFlags.Shared | (region.GuestPhysical == SmallSystem.Mailbox ? RegionFlags.Device : 0);
        }

        life.Kernel.Guests.Add(General, new GuestStep(1_000, _crime with { Act = Spoil }));
        life.Run(4);
        Assert.Equal(Mark, life.Word(General, Marked));
        Assert.NotEqual(life.Golden(General), life.Memory(General, 64));
        Assert.Equal(life.Entries[0].Registers, life.Entries[^1].Registers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_warm_start_keeps_memory(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.UnexpectedTrap, HealthAction.WarmStart);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.TripleFault() with { Act = Spoil }));
        life.Run(3);
        Assert.Equal(life.Entries[0].Registers, life.Entries[^1].Registers);
        Assert.Equal(Mark, life.Word(General, Marked));
        Assert.Equal((HealthEvent.UnexpectedTrap, 1u), (Assert.Single(life.Log).Event, life.Log[0].RestartCount));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_start_more_than_the_budget_idles_the_partition_and_is_told(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.DeadVcpu, HealthAction.ColdStart);
        life.Answer(General, HealthEvent.RestartBudgetExhausted, HealthAction.Idle);
        life.Blob.Partitions[(int)General].RestartBudget = 2;
        life.Blob.Partitions[(int)General].RestartPeriodNanoseconds = 1_000_000_000;
        for (int i = 0; i < 5; i++)
        {
            life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Hlt(areInterruptsOn: false)));
        }

        life.Run(12);
        Assert.Equal(
            [
                (1ul, HealthEvent.DeadVcpu, (uint)HealthAction.ColdStart), (2, HealthEvent.DeadVcpu, (uint)HealthAction.ColdStart),
                (3, HealthEvent.DeadVcpu, (uint)HealthAction.Idle), (4, HealthEvent.RestartBudgetExhausted, (uint)HealthAction.Idle),
            ],
            life.Log.Select(record => (record.Sequence, record.Event, record.Action)));
        Assert.Equal(3, life.Kernel.Guests.Runs.Count(run => run.Vcpu == General));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_budget_is_full_again_after_its_period(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.DeadVcpu, HealthAction.WarmStart);
        life.Blob.Partitions[(int)General].RestartBudget = 1;
        life.Blob.Partitions[(int)General].RestartPeriodNanoseconds = 2 * SmallSystem.MajorFrameNanoseconds;
        for (int i = 0; i < 3; i++)
        {
            life.Kernel.Guests.Add(General, new GuestStep(2_400_000, GuestExit.Hlt(areInterruptsOn: false)));
        }

        life.Run(40);
        Assert.Equal(Enumerable.Repeat((uint)HealthAction.WarmStart, 3), life.Log.Select(record => record.Action));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_golden_copy_that_has_changed_is_never_entered(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.ColdStart);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime with { Act = (ref _) => life.FlipGoldenBit(General) }));
        life.Run(6);
        Assert.Equal(
            [(HealthEvent.MemoryViolation, (uint)HealthAction.ColdStart), (HealthEvent.ChecksumMismatch, (uint)HealthAction.Idle)],
            life.Log.Select(record => (record.Event, record.Action)));
        Assert.Single(life.Kernel.Guests.Runs, run => run.Vcpu == General);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_that_is_propagated_becomes_a_general_protection_exception(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.PortViolation, HealthAction.Propagate);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.In(0x64)));
        life.Run(2);
        GuestRun[] runs = [.. life.Kernel.Guests.Runs.Where(run => run.Vcpu == General)];
        Assert.Equal(0x8000_0B0Dul, runs[1].Injected & uint.MaxValue);
        Assert.Equal((uint)HealthAction.Propagate, Assert.Single(life.Log).Action);
        Assert.Empty(life.Kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_application_error_that_is_ignored_is_written_down_with_its_words(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        byte[] words = [.. "sensor 3 is silent"u8, .. new byte[14]];
        GuestExit raise = GuestExit.Hypercall(
            kind, Hypercall.RaiseHealthEvent, (7ul << 32) | (ulong)HealthEvent.ApplicationError, Marked);
        GuestAct call = raise.Act;
        life.Kernel.Guests.Add(General, new GuestStep(5_000, raise with
        {
            Act = (ref vcpu) =>
            {
                words.CopyTo(new Span<byte>(life.Kernel.Machine.Ram(SmallSystem.HostOf(1, Marked)), words.Length));
                call(ref vcpu);
            },
        }));
        life.Run(2);
        HealthRecord record = Assert.Single(life.Log);
        Assert.Equal((HealthEvent.ApplicationError, (uint)HealthAction.Ignore, 7u), (record.Event, record.Action, record.Code));
        Assert.Equal(words, new ReadOnlySpan<byte>(record.Message, HealthRecord.MessageSizeBytes));
        Assert.True(life.Kernel.Guests.Runs.Count(run => run.Vcpu == General) > 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_watchdog_that_nobody_kicks_is_an_event_after_as_many_windows_as_the_plan_says(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.Watchdog, HealthAction.WarmStart);
        life.Blob.Partitions[(int)General].WatchdogWindows = 3;
        life.Kernel.Guests.Add(General, new GuestStep(400_000, GuestExit.Hypercall(kind, Hypercall.KickWatchdog)));
        life.Run(8);
        HealthRecord record = Assert.Single(life.Log);
        Assert.Equal((HealthEvent.Watchdog, (uint)HealthAction.WarmStart), (record.Event, record.Action));
        Assert.InRange(record.TimeNanoseconds, 5_400_000ul, 5_410_000ul);
    }

    [Theory]
    [InlineData(HealthAction.Stop)]
    [InlineData(HealthAction.Reset)]
    public void An_event_may_stop_the_system_if_the_plan_says_so(HealthAction action)
    {
        using HealthSystem life = new(ProcessorKind.Intel);
        life.Answer(General, HealthEvent.MemoryViolation, action);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime));
        List<TranscriptEvent> events = life.Run(8);
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal(
            (StopReason.HealthAction, (ulong)HealthEvent.MemoryViolation, (ulong)General), (stop.Reason, stop.Detail0, stop.Detail1));
        Assert.Equal((uint)action, Assert.Single(life.Log).Action);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_partition_sets_its_own_mode_as_the_standard_has_it(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        ulong[] modes = [(ulong)PartitionMode.WarmStart, 9, (ulong)PartitionMode.Normal, (ulong)PartitionMode.Normal];
        foreach (ulong mode in modes)
        {
            life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, mode)));
        }

        life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, 3, 1)));
        life.Kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, 2)));
        life.Run(3);
        Assert.Equal(
            [ReturnCode.InvalidMode, ReturnCode.InvalidParameter, ReturnCode.NoError, ReturnCode.NoAction, ReturnCode.InvalidConfiguration],
            life.Entries.Skip(1).Take(5).Select(entry => (ReturnCode)entry.Registers.Rax));
        Assert.Equal(life.Entries[0].Registers, life.Entries[6].Registers);
        Assert.Empty(life.Log);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_of_the_schedule_starts_whom_the_plan_wants_to_be_started(ProcessorKind kind)
    {
        using HealthSystem life = new(kind, ScheduledSystem.Blob(9));
        life.Blob.ChangeActions[2 + (int)General].Action = ScheduleChangeAction.ColdStart;
        life.Kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.Cpuid(1) with { Act = Spoil }));
        life.Kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetModuleSchedule, 2)));
        life.Run(9);
        Assert.Equal(0ul, life.Word(General, Marked));
        Assert.Equal(life.Entries[0].Registers, life.Entries[^1].Registers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_system_partition_starts_an_idle_one_again_and_reads_why_it_was_idle(ProcessorKind kind)
    {
        using HealthSystem life = new(kind, ScheduledSystem.Blob(12));
        life.Kernel.Guests.Add(General, new GuestStep(1_000, _crime));
        ulong first = (1ul << 16) | (General + 1);
        life.Kernel.Guests.Add(
            Safety,
            new GuestStep(4_000_000, GuestExit.Hypercall(kind, Hypercall.ReadHealthLog, first, Marked)),
            new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.AcknowledgeHealthLog, first)),
            new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.ReadHealthLog, General + 1, Marked)),
            new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.GetPartitionStatus, General + 1)),
            new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, 1, General + 1)),
            new GuestStep(400_000, GuestExit.Hypercall(kind, Hypercall.GetPartitionStatus, General + 1)));
        life.Run(12);
        HealthRecord read = *(HealthRecord*)life.Kernel.Machine.Ram(SmallSystem.HostOf(0, Marked));
        Assert.Equal(HealthEvent.MemoryViolation, read.Event);
        Assert.Equal(read.Crc32C, HealthRing.Checksum(ref read));
        GuestRegisters[] answers = [.. life.SafetyEntries.Where(entry => entry.Rdx != 0 || entry.Rax != 0)];
        Assert.Contains(answers, entry => entry.Rax == (ulong)ReturnCode.NotAvailable);
        Assert.Contains(answers, entry => entry.Rdx == (1ul << 32 | 1 << 8 | 1));
        Assert.True(life.Kernel.Guests.Runs.Count(run => run.Vcpu == General) > 2);
    }

    internal static void Spoil(ref Kernel.Vcpu.Vcpu vcpu)
    {
        vcpu.Registers.Rbx = Mark;
        vcpu.Xmm[3] = 7;
        *(ulong*)SoftwareMachine.Current.Ram(SmallSystem.HostOf((int)vcpu.PartitionIndex, Marked)) = Mark;
        *(ulong*)SoftwareMachine.Current.Ram(SmallSystem.HostOf(0, Marked)) = Mark;
        *(byte*)SoftwareMachine.Current.Ram(SmallSystem.HostOf((int)vcpu.PartitionIndex, SmallSystem.MemoryBase)) ^= 0xFF;
    }
}
