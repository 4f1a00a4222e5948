// Every event that the module answers with every action that its table may have, on the model of each processor.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Stop;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class ModulePairTests
{
    private const uint General = 1;
    private const ulong Frames = 8;
    private const ulong ManyFrames = 1_000;
    private const ulong PageFaultVector = 14;

    /// <summary>The ways in which events of the module come.</summary>
    public enum Way
    {
        /// <summary>The kernel meets a page fault.</summary>
        HostException,

        /// <summary>A check of the kernel's own fails.</summary>
        FailedCheck,

        /// <summary>The kernel comes to where it cannot be.</summary>
        Unreachable,

        /// <summary>A machine check comes while a guest runs.</summary>
        MachineCheckOfGuest,

        /// <summary>A machine check comes while the kernel runs.</summary>
        MachineCheckOfKernel,

        /// <summary>An NMI comes while a guest runs.</summary>
        NonMaskableInterrupt,

        /// <summary>A byte of the kernel's code changes.</summary>
        ChangedCode,
    }

    public static TheoryData<ProcessorKind, Way, HealthAction> Own =>
    [
        .. from kind in Enum.GetValues<ProcessorKind>()
           from way in Enum.GetValues<Way>()
           from action in Allowed(EventOf(way))
           select (kind, way, action),
    ];

    public static TheoryData<ProcessorKind, HealthEvent, HealthAction> LeftByPartitions =>
    [
        .. from kind in Enum.GetValues<ProcessorKind>()
           from healthEvent in Enum.GetValues<HealthEvent>()
           where AllowedActions.OfPartition(healthEvent) != 0
           from action in Allowed(healthEvent)
           select (kind, healthEvent, action),
    ];

    [Theory]
    [MemberData(nameof(Own))]
    public void Every_event_of_the_module_is_answered_by_every_action_that_its_table_may_have(
        ProcessorKind kind, Way way, HealthAction action)
    {
        using HealthSystem life = new(kind);
        HealthEvent healthEvent = EventOf(way);
        life.Blob.HealthActions[(int)healthEvent] =
            new HealthActionRecord { Level = HealthLevel.Module, Action = action, Flags = HealthFlags.Log };
        life.Kernel.Guests.Add(General, new GuestStep(5_000, ExitOf(way, life.Kernel)));
        StopRecord stop = KernelMachine.StopOf(life.Run(ManyFrames));

        bool ends = action != HealthAction.Ignore;
        Assert.Equal(ends ? ReasonOf(way) : StopReason.FrameLimitReached, stop.Reason);
        Assert.Equal(ends ? action : HealthAction.Stop, stop.Action);
        Assert.Equal(action == HealthAction.Reset, life.Kernel.Pc.ResetLines.IsReset);
        bool isLogged = healthEvent is HealthEvent.NonMaskableInterrupt or HealthEvent.ChecksumMismatch;
        Assert.Equal(
            isLogged ? [(HealthRecord.Module, healthEvent, (uint)action)] : [],
            life.Log.Select(record => (record.PartitionIndex, record.Event, record.Action)));

        life.Kernel.Guests.Clear();
        TranscriptEvent first = life.Run(1)[0];
        Assert.Equal(ends ? stop : null, (first as CrashEvent)?.Record.Stop);
    }

    [Theory]
    [MemberData(nameof(LeftByPartitions))]
    public void Every_event_that_a_partition_leaves_to_the_module_is_answered_by_every_action_that_its_table_may_have(
        ProcessorKind kind, HealthEvent healthEvent, HealthAction action)
    {
        bool switches = action == HealthAction.SwitchSchedule;
        using HealthSystem life = switches ? new(kind, ScheduledSystem.Blob(Frames)) : new(kind);
        HealthPairTests.Make(life, kind, healthEvent);
        life.Blob.HealthActions[(int)(((General + 1) * HealthActionRecord.EventCount) + (uint)healthEvent)] =
            new HealthActionRecord { Level = HealthLevel.Module, Flags = HealthFlags.Log };
        life.Blob.HealthActions[(int)healthEvent] = new HealthActionRecord
        {
            Level = HealthLevel.Module,
            Action = action,
            Flags = HealthFlags.Log,
            Schedule = switches ? 1u : 0,
        };
        StopRecord stop = KernelMachine.StopOf(life.Run(Frames));

        HealthRecord record = life.Log.First(record => record.Event == healthEvent);
        Assert.Equal((General, (uint)action), (record.PartitionIndex, record.Action));
        bool ends = action is HealthAction.Stop or HealthAction.Reset;
        Assert.Equal(ends ? StopReason.HealthAction : StopReason.FrameLimitReached, stop.Reason);
        Assert.Equal(ends ? ((ulong)healthEvent, (ulong)General) : (Frames, 0ul), (stop.Detail0, stop.Detail1));
        Assert.Equal(action == HealthAction.Reset, life.Kernel.Pc.ResetLines.IsReset);
        Assert.Equal(switches ? 1u : 0, stop.ScheduleIndex);
    }

    private static IEnumerable<HealthAction> Allowed(HealthEvent healthEvent) => Enum.GetValues<HealthAction>().Where(
        action => (AllowedActions.OfModule(healthEvent) & (1u << (int)action)) != 0);

    private static HealthEvent EventOf(Way way) => way switch
    {
        Way.MachineCheckOfGuest or Way.MachineCheckOfKernel => HealthEvent.MachineCheck,
        Way.NonMaskableInterrupt => HealthEvent.NonMaskableInterrupt,
        Way.ChangedCode => HealthEvent.ChecksumMismatch,
        _ => HealthEvent.HostException,
    };

    private static StopReason ReasonOf(Way way) => way switch
    {
        Way.FailedCheck => StopReason.FailedCheck,
        Way.Unreachable => StopReason.Unreachable,
        Way.MachineCheckOfGuest or Way.MachineCheckOfKernel => StopReason.MachineCheck,
        Way.NonMaskableInterrupt => StopReason.NonMaskableInterrupt,
        Way.ChangedCode => StopReason.ChecksumMismatch,
        _ => StopReason.HostException,
    };

    private static GuestExit ExitOf(Way way, KernelMachine kernel) => way switch
    {
        Way.MachineCheckOfGuest => GuestExit.MachineCheck(),
        Way.MachineCheckOfKernel => GuestExit.HostException(HostExceptionFrame.MachineCheckVector),
        Way.NonMaskableInterrupt => GuestExit.NmiOn(kernel.Kind),
        Way.ChangedCode => GuestExit.Cpuid(1) with { Act = (ref _) => *kernel.Machine.Ram(kernel.Machine.Symbols.TextStart) ^= 4 },
        Way.FailedCheck => GuestExit.Cpuid(1) with { Act = (ref _) => Stop.Stop.Because(StopReason.FailedCheck, 0, 0) },
        Way.Unreachable => GuestExit.Cpuid(1) with { Act = (ref _) => Stop.Stop.Because(StopReason.Unreachable, 0, 0) },
        _ => GuestExit.HostException(PageFaultVector),
    };
}
