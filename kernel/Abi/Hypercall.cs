// What a guest may ask of the kernel, and what it is told.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Hypercall numbers, passed in RAX; arguments in RDI and RSI; the <see cref="ReturnCode"/> comes back in RAX and, where a
/// call has results, they come in RDX and RSI. All other registers keep their values. Any other number gives
/// <see cref="ReturnCode.InvalidParameter"/>.
/// </summary>
public enum Hypercall : ulong
{
    /// <summary>Does nothing and returns <see cref="ReturnCode.NoError"/>; for measuring.</summary>
    None = 0,

    /// <summary>
    /// Gives up the rest of the window; returns <see cref="ReturnCode.NoError"/> when the partition's next window begins.
    /// </summary>
    Yield = 1,

    /// <summary>
    /// Writes RSI bytes (at most <see cref="HypercallLimits.MaxConsoleBytes"/>) at guest-physical address RDI to the partition's
    /// console. RDX returns how many were taken; fewer than asked means that the console's ring of 2 KiB is full until the next
    /// window. <see cref="ReturnCode.InvalidParameter"/>: too many bytes, or not all of them lie in one region of the
    /// partition's RAM. <see cref="ReturnCode.NotAvailable"/>: another virtual CPU of the partition writes at this moment; try
    /// again. Nothing is written in both cases.
    /// </summary>
    ConsoleWrite = 2,

    /// <summary>
    /// Ends the partition: it enters mode <see cref="PartitionMode.Idle"/> with the 64-bit exit code RDI; 0 is success. Does not
    /// return.
    /// </summary>
    Report = 3,

    /// <summary>
    /// Has the schedule with id RDI, its number from 1 in the order of the system description, begin on every CPU at the next
    /// boundary of a major frame that is at least 20 us away. The last request before that wins.
    /// <see cref="ReturnCode.NoAction"/>: it is the current one, or certain to follow. <see cref="ReturnCode.InvalidParameter"/>:
    /// no schedule has the id. <see cref="ReturnCode.InvalidConfiguration"/>: the plan does not make the caller a system
    /// partition. <see cref="ReturnCode.NotAvailable"/>: another CPU asks at this moment; try again.
    /// </summary>
    SetModuleSchedule = 4,

    /// <summary>
    /// RDX returns the id of the current schedule in bits 31:0 and of the one that follows in bits 63:32, the current one if
    /// none is to follow; RSI the TSC at which the current one replaced another, 0 if none did.
    /// </summary>
    GetModuleScheduleStatus = 5,

    /// <summary>
    /// Requests vector RDI, 32 to 255, of the virtual CPU's local APIC at the start of each of its windows; 0 requests nothing
    /// any more. <see cref="ReturnCode.InvalidParameter"/>: another number; nothing changes then.
    /// </summary>
    SetWindowVector = 6,

    /// <summary>
    /// Puts a partition into mode RDI, a <see cref="PartitionMode"/>. RSI is its id, its number from 1 in the order of the system
    /// description; 0 is the caller. A start does not return if it is the caller's own: every virtual CPU begins anew, with its
    /// first registers. Only the partition itself makes its mode Normal. <see cref="ReturnCode.NoAction"/>: it is in that mode.
    /// <see cref="ReturnCode.InvalidMode"/>: WarmStart from ColdStart, or Normal for another partition.
    /// <see cref="ReturnCode.InvalidParameter"/>: no such mode or partition. <see cref="ReturnCode.InvalidConfiguration"/>: another
    /// partition, and the plan does not make the caller a system partition. <see cref="ReturnCode.NotAvailable"/>: it is being
    /// started at this moment; try again.
    /// </summary>
    SetPartitionMode = 7,

    /// <summary>
    /// RDX returns about the partition with id RDI (0 is the caller) its <see cref="PartitionMode"/> in bits 7:0, its
    /// <see cref="StartCondition"/> in 15:8, the <see cref="HealthEvent"/> that started it in 31:16 and how often it was started
    /// again in 63:32; RSI the TSC at which it was started again, 0 if it never was.
    /// <see cref="ReturnCode.InvalidParameter"/>, <see cref="ReturnCode.InvalidConfiguration"/>: as for
    /// <see cref="SetPartitionMode"/>.
    /// </summary>
    GetPartitionStatus = 8,

    /// <summary>
    /// Raises the event in bits 31:0 of RDI, <see cref="HealthEvent.DeadlineMissed"/> or
    /// <see cref="HealthEvent.ApplicationError"/>, with a number of the caller's own in bits 63:32 and a message of
    /// <see cref="HealthRecord.MessageSizeBytes"/> bytes at guest-physical address RSI, 0 for none. The plan says what is done; the
    /// call returns if that is to ignore it. <see cref="ReturnCode.InvalidParameter"/>: another event, or the message does not lie in
    /// one region of the partition's RAM.
    /// </summary>
    RaiseHealthEvent = 9,

    /// <summary>
    /// Kicks the partition's watchdog: its windows are counted anew. <see cref="ReturnCode.NoAction"/>: the plan gives it none.
    /// </summary>
    KickWatchdog = 10,

    /// <summary>
    /// Copies a <see cref="HealthRecord"/> to guest-physical address RSI: of the partition whose id is in bits 15:0 of RDI, 0 for
    /// the module, the oldest that is numbered at least as bits 63:16 say; 0 there means the first that is not acknowledged. RDX
    /// returns its number. The last 16 records of each are kept. <see cref="ReturnCode.NotAvailable"/>: there is none.
    /// <see cref="ReturnCode.InvalidParameter"/>: no such partition, or the record does not fit there into one region of RAM that
    /// the caller may write. <see cref="ReturnCode.InvalidConfiguration"/>: the plan does not make the caller a system partition.
    /// </summary>
    ReadHealthLog = 11,

    /// <summary>
    /// Acknowledges the records of the partition whose id is in bits 15:0 of RDI, 0 for the module, up to the number in bits
    /// 63:16. <see cref="ReturnCode.NoAction"/>: they were acknowledged before. <see cref="ReturnCode.InvalidParameter"/>: no such
    /// partition, or it has no such record yet. <see cref="ReturnCode.InvalidConfiguration"/>: the plan does not make the caller a
    /// system partition.
    /// </summary>
    AcknowledgeHealthLog = 12,

    /// <summary>
    /// Copies the <see cref="CrashRecord"/> of the <see cref="CrashKind"/> RDI to guest-physical address RSI; RDX returns its size in
    /// bytes. <see cref="ReturnCode.NotAvailable"/>: there is none, or another CPU is writing it.
    /// <see cref="ReturnCode.InvalidParameter"/>: no such kind, or the record does not fit there into one region of RAM that the
    /// caller may write. <see cref="ReturnCode.InvalidConfiguration"/>: the plan does not make the caller a system partition.
    /// </summary>
    ReadCrashRecord = 13,

    /// <summary>
    /// Takes the crash record of the <see cref="CrashKind"/> RDI away, so that the next crash of that kind is kept.
    /// <see cref="ReturnCode.NoAction"/>: there is none. <see cref="ReturnCode.NotAvailable"/>: another CPU is writing it; try again.
    /// <see cref="ReturnCode.InvalidParameter"/>: no such kind. <see cref="ReturnCode.InvalidConfiguration"/>: the plan does not make
    /// the caller a system partition.
    /// </summary>
    AcknowledgeCrashRecord = 14,
}

/// <summary>Bounds of hypercall arguments.</summary>
public static class HypercallLimits
{
    /// <summary>Lowest vector that <see cref="Hypercall.SetWindowVector"/> takes: those below are the processor's own.</summary>
    public const uint MinWindowVector = 32;

    /// <summary>Highest vector that <see cref="Hypercall.SetWindowVector"/> takes.</summary>
    public const uint MaxWindowVector = 255;

    /// <summary>Most bytes that one <see cref="Hypercall.ConsoleWrite"/> takes.</summary>
    public const uint MaxConsoleBytes = 256;
}

/// <summary>Return codes of services; the numbers of ARINC 653's RETURN_CODE.</summary>
public enum ReturnCode : ulong
{
    /// <summary>Done.</summary>
    NoError = 0,

    /// <summary>Nothing had to be done.</summary>
    NoAction = 1,

    /// <summary>Cannot be done now.</summary>
    NotAvailable = 2,

    /// <summary>An argument is wrong, or the hypercall does not exist.</summary>
    InvalidParameter = 3,

    /// <summary>The plan does not allow it.</summary>
    InvalidConfiguration = 4,

    /// <summary>The partition is in the wrong mode for it.</summary>
    InvalidMode = 5,

    /// <summary>Time ran out.</summary>
    TimedOut = 6,
}
