// Every event of a partition with every action that a plan may have for it, on the model of each processor.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class HealthPairTests
{
    private const uint General = 1;
    private const ulong Frames = 8;
    private const ulong GeneralProtection = 0x8000_0B0D;

    private static readonly GuestExit _crime = GuestExit.Touch(0x7000_0008, RegionRights.Write);

    public static TheoryData<ProcessorKind, HealthEvent, HealthAction> Pairs
    {
        get
        {
            TheoryData<ProcessorKind, HealthEvent, HealthAction> pairs = [];
            foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
            {
                foreach (HealthEvent healthEvent in Enum.GetValues<HealthEvent>())
                {
                    foreach (HealthAction action in Enum.GetValues<HealthAction>().Where(
                        action => (AllowedActions.OfPartition(healthEvent) & (1u << (int)action)) != 0))
                    {
                        pairs.Add(kind, healthEvent, action);
                    }
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_event_of_a_partition_is_answered_by_every_action_that_a_plan_may_have(
        ProcessorKind kind, HealthEvent healthEvent, HealthAction action)
    {
        bool switches = action == HealthAction.SwitchSchedule;
        using HealthSystem life = switches ? new(kind, ScheduledSystem.Blob(Frames)) : new(kind);
        life.Answer(General, healthEvent, action, switches ? 1u : 0);
        Make(life, kind, healthEvent);
        StopRecord stop = KernelMachine.StopOf(life.Run(Frames));

        HealthRecord record = life.Log.First(record => record.Event == healthEvent);
        Assert.Equal((General, (uint)action), (record.PartitionIndex, record.Action));

        // A golden copy is found to be wrong when the partition has been started already.
        bool isStarted = healthEvent == HealthEvent.ChecksumMismatch || action is HealthAction.WarmStart or HealthAction.ColdStart;
        Assert.Equal(isStarted ? 1u : 0, record.RestartCount);
        bool ends = action is HealthAction.Stop or HealthAction.Reset;
        Assert.Equal(ends ? StopReason.HealthAction : StopReason.FrameLimitReached, stop.Reason);
        Assert.Equal(action == HealthAction.Reset, life.Kernel.Pc.ResetLines.IsReset);
        Assert.Equal(switches ? 1u : 0, stop.ScheduleIndex);
        GuestRun[] runs = [.. life.Kernel.Guests.Runs.Where(run => run.Vcpu == General)];
        Assert.Equal(action == HealthAction.Propagate, runs.Any(run => (run.Injected & uint.MaxValue) == GeneralProtection));
        switch (action)
        {
            case HealthAction.WarmStart:
            case HealthAction.ColdStart:
                Assert.Contains(life.Entries.Skip(1), entry => entry.Equals(life.Entries[0]));
                break;
            case HealthAction.Ignore:
            case HealthAction.Propagate:
                Assert.True(life.Entries.Count > 1, "it goes on");
                break;
            default:
                Assert.Equal(healthEvent == HealthEvent.Watchdog ? life.Entries.Count : 1, life.Entries.Count);
                break;
        }
    }

    /// <summary>Has partition <see cref="General"/> of <paramref name="life"/> make <paramref name="healthEvent"/>.</summary>
    internal static void Make(HealthSystem life, ProcessorKind kind, HealthEvent healthEvent)
    {
        ref PartitionRecord general = ref life.Blob.Partitions[(int)General];
        ulong ticks = 5_000;
        ulong lateTicks = 0;
        GuestExit exit;
        switch (healthEvent)
        {
            case HealthEvent.MemoryViolation:
                exit = _crime;
                break;
            case HealthEvent.IllegalRequest:
                exit = GuestExit.Nonsense();
                break;
            case HealthEvent.PortViolation:
                exit = GuestExit.In(0x64);
                break;
            case HealthEvent.UnexpectedTrap:
                exit = GuestExit.TripleFault();
                break;
            case HealthEvent.DeadVcpu:
                exit = GuestExit.Hlt(areInterruptsOn: false);
                break;
            case HealthEvent.EntryFailed:
                exit = GuestExit.EntryBreak(life.Kernel.Machine, kind);
                break;
            case HealthEvent.Watchdog:
                general.WatchdogWindows = 1;
                return;
            case HealthEvent.WindowOverrun:
                life.Blob.Header.OverrunNanoseconds = 5_000;
                (ticks, lateTicks, exit) = (290_000, 60_000, GuestExit.Cpuid(1));
                break;
            case HealthEvent.ChecksumMismatch:
                life.Answer(General, HealthEvent.MemoryViolation, HealthAction.ColdStart, flags: HealthFlags.None);
                exit = _crime with { Act = (ref _) => life.FlipGoldenBit(General) };
                break;
            case HealthEvent.RestartBudgetExhausted:
                life.Answer(General, HealthEvent.MemoryViolation, HealthAction.WarmStart, flags: HealthFlags.None);
                general.RestartBudget = 0;
                exit = _crime;
                break;
            default:
                exit = GuestExit.Hypercall(kind, Hypercall.RaiseHealthEvent, (ulong)healthEvent);
                break;
        }

        life.Kernel.Guests.Add(General, new GuestStep(ticks, exit, lateTicks));
    }
}
