// The health tables of a blob: which are refused, and which action answers which event.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class HealthTableTests
{
    private const int EventCount = (int)HealthActionRecord.EventCount;

    [Fact]
    public void An_action_that_an_event_cannot_have_is_refused_by_its_place()
    {
        for (int index = 0; index < 2 * EventCount; index++)
        {
            HealthEvent healthEvent = (HealthEvent)(index % EventCount);
            bool isModule = index < EventCount;
            uint allowed = isModule ? AllowedActions.OfModule(healthEvent) : AllowedActions.OfPartition(healthEvent);
            allowed = allowed == 0 ? 1 : allowed;
            for (int action = 0; action < 9; action++)
            {
                StopRecord stop = StopOf(blob => Set(blob, index, (HealthAction)action));
                bool isRefused = (allowed & (1u << action)) == 0;
                Assert.Equal(isRefused, stop.Reason == StopReason.BlobHealthAction);
                Assert.True(!isRefused || (stop.Detail0, stop.Detail1) == ((ulong)index, 1ul), $"{healthEvent}, {action}");
            }
        }
    }

    [Fact]
    public void No_event_of_a_guest_is_ignored_that_it_cannot_go_on_from()
    {
        HealthEvent[] ends = [HealthEvent.MemoryViolation, HealthEvent.IllegalRequest, HealthEvent.PortViolation,
            HealthEvent.UnexpectedTrap, HealthEvent.DeadVcpu, HealthEvent.EntryFailed, HealthEvent.ChecksumMismatch,
            HealthEvent.RestartBudgetExhausted];
        Assert.All(ends, healthEvent => Assert.Equal(0u, AllowedActions.OfPartition(healthEvent) & 1));
    }

    [Fact]
    public void A_partition_has_no_table_for_events_of_the_module()
    {
        HealthEvent[] events = [HealthEvent.None, HealthEvent.HostException, HealthEvent.MachineCheck, HealthEvent.NonMaskableInterrupt];
        Assert.All(events, healthEvent => Assert.Equal(0u, AllowedActions.OfPartition(healthEvent)));
    }

    [Fact]
    public void Entries_with_other_wrong_fields_are_refused()
    {
        Refused(StopReason.BlobHealthAction, 0, 0x0, blob => blob.HealthActions[0].Level = HealthLevel.Partition);
        Refused(StopReason.BlobHealthAction, EventCount + 1, 0x0, blob => blob.HealthActions[EventCount + 1].Level = (HealthLevel)2);
        Refused(StopReason.BlobHealthAction, EventCount + 1, 0x1, blob => blob.HealthActions[EventCount + 1].Level = HealthLevel.Module);
        Refused(StopReason.BlobHealthAction, 1, 0x2, blob => blob.HealthActions[1].Flags = (HealthFlags)2);
        Refused(StopReason.BlobHealthAction, 1, 0x2, blob => blob.HealthActions[1].Reserved = 1);
        Refused(StopReason.BlobHealthAction, 1, 0x4, blob => blob.HealthActions[1].Schedule = 1);
        Refused(StopReason.BlobHealthAction, 1, 0x4, blob =>
        {
            Set(blob, 1, HealthAction.SwitchSchedule);
            blob.HealthActions[1].Schedule = 1;
        });
        Refused(StopReason.BlobChangeAction, 1, 0, blob => blob.ChangeActions[1].Action = (ScheduleChangeAction)3);
        Refused(StopReason.BlobPartBounds, 0x120, 0, blob => blob.Header.HealthActions.Count--);
        Refused(StopReason.BlobPartBounds, 0x130, 0, blob => blob.Header.ChangeActions.Count--);
        Refused(StopReason.BlobPartition, 0, 0x58, blob => blob.Partitions[0].RestartBudget = 17);
        Refused(StopReason.BlobPartition, 0, 0x60, blob => blob.Partitions[0].RestartPeriodNanoseconds = ulong.MaxValue);
        Refused(StopReason.BlobHeaderField, 0x140, 0x1000, blob => blob.Header.CrashFrame = 0x1000);
        Refused(StopReason.BlobHeaderField, 0x148, 2, blob => blob.Header.HardwareWatchdog = (HardwareWatchdog)2);
    }

    private static void Set(BlobEditor blob, int index, HealthAction action) => blob.HealthActions[index].Action = action;

    private static void Refused(StopReason reason, ulong detail0, ulong detail1, Action<BlobEditor> change)
    {
        StopRecord stop = StopOf(change);
        Assert.Equal((reason, detail0, detail1), (stop.Reason, stop.Detail0, stop.Detail1));
    }

    private static StopRecord StopOf(Action<BlobEditor> change)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BlobEditor blob = new(SmallSystem.BlobOfTwoCpus(1));
        change(blob);
        return KernelMachine.StopOf(kernel.Run(blob.Sealed()));
    }
}
