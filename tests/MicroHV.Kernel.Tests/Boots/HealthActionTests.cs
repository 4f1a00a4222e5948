// The actions that leave a partition or the schedule, events that no guest stops for, and what hypercalls of health refuse.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class HealthActionTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const ulong Buffer = SmallSystem.MemoryBase + 0x5000;
    private const ulong Nowhere = 0x7000_0000;

    private static readonly GuestExit _crime = GuestExit.Touch(0x7000_0008, RegionRights.Write);

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_may_idle_its_partition_and_have_another_schedule_follow(ProcessorKind kind)
    {
        using HealthSystem life = new(kind, ScheduledSystem.Blob(9));
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.SwitchSchedule, schedule: 1);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime));
        StopRecord stop = KernelMachine.StopOf(life.Run(9));
        Assert.Equal((1u, (uint)HealthAction.SwitchSchedule), (stop.ScheduleIndex, Assert.Single(life.Log).Action));
        Assert.Single(life.Entries);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_partition_may_leave_an_event_to_the_module(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        int own = (int)(((General + 1) * HealthActionRecord.EventCount) + (uint)HealthEvent.MemoryViolation);
        life.Blob.HealthActions[own] = new HealthActionRecord { Level = HealthLevel.Module };
        life.Blob.HealthActions[(int)HealthEvent.MemoryViolation].Action = HealthAction.Stop;
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime));
        StopRecord stop = KernelMachine.StopOf(life.Run(9));
        Assert.Equal((StopReason.HealthAction, (ulong)General), (stop.Reason, stop.Detail1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_to_be_logged_is_done_without_a_word(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.WarmStart, flags: HealthFlags.None);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime));
        life.Run(3);
        Assert.Empty(life.Log);
        Assert.Equal(life.Entries[0].Registers, life.Entries[1].Registers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_that_is_propagated_while_another_was_delivered_becomes_a_double_fault(ProcessorKind kind)
    {
        const ulong PageFaultOnItsWay = 0x8000_0B0E;
        using HealthSystem life = new(kind);
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.Propagate);
        life.Kernel.Guests.Add(General, new GuestStep(5_000, _crime with { InterruptedEvent = PageFaultOnItsWay }));
        life.Run(2);
        Assert.Equal(0x8000_0B08ul, life.Kernel.Guests.Runs.Where(run => run.Vcpu == General).ElementAt(1).Injected & uint.MaxValue);
        Assert.Empty(life.Kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_window_that_is_overrun_by_more_than_the_plan_tolerates_is_an_event(ProcessorKind kind)
    {
        const ulong LateTicks = 60_000;
        using HealthSystem life = new(kind);
        life.Blob.Header.OverrunNanoseconds = 5_000;
        life.Kernel.Guests.Add(General, new GuestStep(290_000, GuestExit.Cpuid(1), LateTicks));
        life.Run(3);
        HealthRecord record = Assert.Single(life.Log);
        Assert.Equal((HealthEvent.WindowOverrun, General, (uint)HealthAction.Ignore), (record.Event, record.PartitionIndex, record.Action));
        Assert.InRange(record.Address, 5_000ul, LateTicks);
    }

    // Another CPU was first: its partition lives another life by now.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_window_that_an_earlier_life_overran_is_no_event_of_the_next_one(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        life.Blob.Header.OverrunNanoseconds = 5_000;
        life.Kernel.Guests.Add(General, new GuestStep(290_000, GuestExit.Cpuid(1) with { Act = (ref vcpu) => vcpu.Life-- }, 60_000));
        life.Run(3);
        Assert.Empty(life.Log);
    }

    [Theory]
    [InlineData(ScheduleChangeAction.Ignore, false)]
    [InlineData(ScheduleChangeAction.WarmStart, true)]
    public void A_change_of_the_schedule_starts_warm_whom_it_should(ScheduleChangeAction action, bool starts)
    {
        using HealthSystem life = new(ProcessorKind.Amd, ScheduledSystem.Blob(9));
        life.Blob.ChangeActions[2 + (int)General].Action = action;
        life.Kernel.Guests.Add(General, new GuestStep(5_000, GuestExit.Cpuid(1) with { Act = HealthLifeTests.Spoil }));
        life.Kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hypercall(ProcessorKind.Amd, Hypercall.SetModuleSchedule, 2)));
        life.Run(9);
        Assert.Equal(starts, life.Entries[0].Registers.Equals(life.Entries[^1].Registers));
        Assert.NotEqual(0ul, life.Word(General, Buffer));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Events_that_cannot_be_raised_are_refused(ProcessorKind kind)
    {
        using HealthSystem life = new(kind);
        Add(life, General, Hypercall.RaiseHealthEvent, (ulong)HealthEvent.MemoryViolation, 0);
        Add(life, General, Hypercall.RaiseHealthEvent, (ulong)HealthEvent.DeadlineMissed, Nowhere);
        Add(life, General, Hypercall.RaiseHealthEvent, (ulong)HealthEvent.DeadlineMissed, 0);
        Add(life, General, Hypercall.KickWatchdog, 0, 0);
        life.Run(2);
        Assert.Equal(
            [ReturnCode.InvalidParameter, ReturnCode.InvalidParameter, ReturnCode.NoError, ReturnCode.NoAction],
            life.Entries.Skip(1).Take(4).Select(entry => (ReturnCode)entry.Registers.Rax));
        Assert.Equal(HealthEvent.DeadlineMissed, Assert.Single(life.Log).Event);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_log_is_a_system_partition_s_to_read_and_keeps_the_newest_records(ProcessorKind kind)
    {
        const ulong Own = Safety + 1;
        using HealthSystem life = new(kind, ScheduledSystem.Blob(12));
        for (int i = 0; i < 20; i++)
        {
            Add(life, Safety, Hypercall.RaiseHealthEvent, (ulong)HealthEvent.ApplicationError, 0);
        }

        Add(life, Safety, Hypercall.ReadHealthLog, (1ul << 16) | Own, Buffer);
        Add(life, Safety, Hypercall.ReadHealthLog, (1ul << 16) | Own, Nowhere);
        Add(life, Safety, Hypercall.ReadHealthLog, (21ul << 16) | Own, Buffer);
        Add(life, Safety, Hypercall.ReadHealthLog, 0, Buffer);
        Add(life, Safety, Hypercall.ReadHealthLog, 3, Buffer);
        Add(life, Safety, Hypercall.AcknowledgeHealthLog, (21ul << 16) | Own, 0);
        Add(life, Safety, Hypercall.AcknowledgeHealthLog, (20ul << 16) | Own, 0);
        Add(life, Safety, Hypercall.AcknowledgeHealthLog, (20ul << 16) | Own, 0);
        Add(life, Safety, Hypercall.AcknowledgeHealthLog, 9, 0);
        Add(life, General, Hypercall.ReadHealthLog, 2, Buffer);
        Add(life, General, Hypercall.AcknowledgeHealthLog, 2, 0);
        life.Run(12);
        HealthRecord read = *(HealthRecord*)life.Kernel.Machine.Ram(SmallSystem.HostOf((int)Safety, Buffer));
        Assert.Equal((5ul, HealthRing.Checksum(ref read)), (read.Sequence, read.Crc32C));
        Assert.Equal(
            [
                ReturnCode.NoError, ReturnCode.InvalidParameter, ReturnCode.NotAvailable, ReturnCode.NotAvailable,
                ReturnCode.InvalidParameter, ReturnCode.InvalidParameter, ReturnCode.NoError, ReturnCode.NoAction,
                ReturnCode.InvalidParameter,
            ],
            life.SafetyEntries.Skip(21).Take(9).Select(entry => (ReturnCode)entry.Rax));
        Assert.All(
            life.Entries.Skip(1).Take(2), entry => Assert.Equal((ulong)ReturnCode.InvalidConfiguration, entry.Registers.Rax));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_system_partition_sets_the_modes_of_others_as_far_as_the_standard_goes(ProcessorKind kind)
    {
        const ulong Other = General + 1;
        using HealthSystem life = new(kind, ScheduledSystem.Blob(12));
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.Normal, Other);
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.WarmStart, Other);
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.Idle, 3);
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.Idle, Other);
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.Idle, Other);
        Add(life, Safety, Hypercall.GetPartitionStatus, 3, 0);
        Add(life, Safety, Hypercall.SetPartitionMode, (ulong)PartitionMode.Idle, 0);
        life.Run(12);
        Assert.Equal(
            [
                ReturnCode.InvalidMode, ReturnCode.InvalidMode, ReturnCode.InvalidParameter, ReturnCode.NoError, ReturnCode.NoAction,
                ReturnCode.InvalidParameter,
            ],
            life.SafetyEntries.Skip(1).Take(6).Select(entry => (ReturnCode)entry.Rax));
        Assert.Empty(life.Entries);
        Assert.Equal(7, life.SafetyEntries.Count);
    }

    // Another CPU was first: the life that the virtual CPU was reset for is not the one that lasts any more.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_guest_does_after_its_life_has_ended_is_not_done(ProcessorKind kind)
    {
        GuestExit[] exits =
        [
            _crime, GuestExit.Hypercall(kind, Hypercall.Report, 3),
            GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, (ulong)PartitionMode.ColdStart),
        ];
        foreach (GuestExit exit in exits)
        {
            using HealthSystem life = new(kind);
            life.Kernel.Guests.Add(General, new GuestStep(5_000, exit with
            {
                Act = (ref vcpu) =>
                {
                    exit.Act(ref vcpu);
                    vcpu.Life--;
                },
            }));
            List<TranscriptEvent> events = life.Run(4);
            Assert.Empty(life.Log);
            Assert.Empty(events.OfType<PartitionEndEvent>());
            Assert.Equal(life.Entries[0].Registers, life.Entries[1].Registers);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_of_the_schedule_waits_for_nobody_who_is_starting(ProcessorKind kind)
    {
        using HealthSystem life = new(kind, ScheduledSystem.Blob(9));
        life.Answer(General, HealthEvent.MemoryViolation, HealthAction.ColdStart);
        life.Blob.ChangeActions[2 + (int)General].Action = ScheduleChangeAction.WarmStart;

        // In the last moments of its last window: its memory is not filled when the next schedule begins.
        life.Kernel.Guests.Add(General, new GuestStep(299_990, _crime));
        life.Kernel.Guests.Add(Safety, new GuestStep(1_000, GuestExit.Hypercall(kind, Hypercall.SetModuleSchedule, 2)));
        life.Run(9);
        Assert.Equal((HealthEvent.MemoryViolation, 1u), (Assert.Single(life.Log).Event, life.Log[0].RestartCount));
        Assert.Equal(life.Entries[0].Registers, life.Entries[^1].Registers);
    }

    private static void Add(HealthSystem life, uint vcpu, Hypercall call, ulong first, ulong second) =>
        life.Kernel.Guests.Add(vcpu, new GuestStep(1_000, GuestExit.Hypercall(life.Kernel.Kind, call, first, second)));
}
