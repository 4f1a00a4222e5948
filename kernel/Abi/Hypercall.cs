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
