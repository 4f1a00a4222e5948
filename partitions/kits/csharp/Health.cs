// Modes of partitions, events that a guest raises, its watchdog, the health log, and crash records.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>
/// The health monitor as a partition sees it. Other partitions are told by their ids: 1 for the first one of the description.
/// </summary>
public static unsafe class Health
{
    private const uint Self = 0;

    /// <summary>ARINC 653's GET_PARTITION_STATUS.</summary>
    public static PartitionStatus Status
    {
        get
        {
            _ = StatusOf(Self, out PartitionStatus status);
            return status;
        }
    }

    /// <summary>
    /// ARINC 653's SET_PARTITION_MODE: Normal ends a start; ColdStart and WarmStart begin the partition anew, and Idle ends it, and
    /// neither returns then. NoAction: it is in mode Normal already; InvalidMode: WarmStart from ColdStart.
    /// </summary>
    public static ReturnCode SetMode(PartitionMode mode) => SetModeOf(Self, mode);

    /// <summary>
    /// The same for the partition with that id, but for Normal, which is InvalidMode: only a partition itself knows that. NoAction:
    /// it is Idle already; InvalidConfiguration: the partition that asks is no system partition; InvalidParameter: nobody has the
    /// id, or it is no mode; NotAvailable: it is being started at this moment.
    /// </summary>
    public static ReturnCode SetModeOf(uint partition, PartitionMode mode) =>
        Hypercalls.Call(Hypercall.SetPartitionMode, (ulong)mode, partition, out _);

    /// <summary>
    /// What the partition with that id does. InvalidConfiguration: the partition that asks is no system partition;
    /// InvalidParameter: nobody has the id.
    /// </summary>
    public static ReturnCode StatusOf(uint partition, out PartitionStatus status)
    {
        ReturnCode code = Hypercalls.Call(Hypercall.GetPartitionStatus, partition, 0, out ulong what, out ulong startTsc);
        status = new PartitionStatus
        {
            Mode = (byte)what,
            StartCondition = (byte)(what >> 8),
            Cause = (ushort)(what >> 16),
            RestartCount = (uint)(what >> 32),
            StartTsc = startTsc,
        };
        return code;
    }

    /// <summary>
    /// Raises DeadlineMissed or ApplicationError, as ARINC 653's RAISE_APPLICATION_ERROR: with a number of the partition's own, and up
    /// to 32 bytes of text. It returns if the partition's health table lets it go on. InvalidParameter: another event.
    /// </summary>
    public static ReturnCode Raise(HealthEvent healthEvent, uint code, ReadOnlySpan<byte> message)
    {
        byte* field = stackalloc byte[HealthRecord.MessageSizeBytes];
        for (int i = 0; i < HealthRecord.MessageSizeBytes; i++)
        {
            field[i] = i < message.Length ? message[i] : (byte)0;
        }

        return Hypercalls.Call(Hypercall.RaiseHealthEvent, ((ulong)code << 32) | (uint)healthEvent, (ulong)field, out _);
    }

    /// <summary>Kicks the partition's watchdog. NoAction: the plan gives it none.</summary>
    public static ReturnCode KickWatchdog() => Hypercalls.Call(Hypercall.KickWatchdog, 0, 0, out _);

    /// <summary>
    /// Reads from the health log of a partition, or of the module, which is 0: the first record that has the number
    /// <paramref name="sequence"/> or a higher one; 0 means the first one that nobody acknowledged. NotAvailable: there is none;
    /// InvalidConfiguration: the partition that asks is no system partition; InvalidParameter: nobody has the id.
    /// </summary>
    public static ReturnCode ReadLog(uint partition, ulong sequence, out HealthRecord record)
    {
        fixed (HealthRecord* place = &record)
        {
            *place = default;
            return Hypercalls.Call(Hypercall.ReadHealthLog, (sequence << 16) | partition, (ulong)place, out _);
        }
    }

    /// <summary>
    /// Says that the records of that log up to <paramref name="sequence"/> are dealt with. NoAction: somebody said so before;
    /// InvalidConfiguration and InvalidParameter as for <see cref="ReadLog"/>; the latter too if there is no such record yet.
    /// </summary>
    public static ReturnCode AcknowledgeLog(uint partition, ulong sequence) =>
        Hypercalls.Call(Hypercall.AcknowledgeHealthLog, (sequence << 16) | partition, 0, out _);

    /// <summary>
    /// Reads the crash record of that kind, of this life of the kernel or of one before a reset; unless a refused entry belongs to it,
    /// <see cref="CrashRecord.Entry"/> is zero. NotAvailable: there is none, or another CPU is writing it; InvalidConfiguration: the
    /// partition that asks is no system partition; InvalidParameter: no such kind.
    /// </summary>
    public static ReturnCode ReadCrash(CrashKind kind, out CrashRecord record)
    {
        fixed (CrashRecord* place = &record)
        {
            *place = default;
            return Hypercalls.Call(Hypercall.ReadCrashRecord, (ulong)kind, (ulong)place, out _);
        }
    }

    /// <summary>
    /// Takes the crash record of that kind away: the next crash is kept. NoAction: there is none; NotAvailable: another CPU is writing
    /// it; InvalidConfiguration and InvalidParameter as for <see cref="ReadCrash"/>.
    /// </summary>
    public static ReturnCode AcknowledgeCrash(CrashKind kind) =>
        Hypercalls.Call(Hypercall.AcknowledgeCrashRecord, (ulong)kind, 0, out _);

    /// <summary>The name of an event, such as "MemoryViolation"; "unknown" for numbers that have none.</summary>
    public static ReadOnlySpan<byte> NameOf(HealthEvent healthEvent) => healthEvent switch
    {
        HealthEvent.None => "None"u8,
        HealthEvent.MemoryViolation => "MemoryViolation"u8,
        HealthEvent.IllegalRequest => "IllegalRequest"u8,
        HealthEvent.PortViolation => "PortViolation"u8,
        HealthEvent.UnexpectedTrap => "UnexpectedTrap"u8,
        HealthEvent.DeadVcpu => "DeadVcpu"u8,
        HealthEvent.EntryFailed => "EntryFailed"u8,
        HealthEvent.Watchdog => "Watchdog"u8,
        HealthEvent.WindowOverrun => "WindowOverrun"u8,
        HealthEvent.DeadlineMissed => "DeadlineMissed"u8,
        HealthEvent.ApplicationError => "ApplicationError"u8,
        HealthEvent.HostException => "HostException"u8,
        HealthEvent.MachineCheck => "MachineCheck"u8,
        HealthEvent.NonMaskableInterrupt => "NonMaskableInterrupt"u8,
        HealthEvent.ChecksumMismatch => "ChecksumMismatch"u8,
        HealthEvent.RestartBudgetExhausted => "RestartBudgetExhausted"u8,
        _ => "unknown"u8,
    };
}
