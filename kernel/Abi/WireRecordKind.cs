// What the kernel tells the host tools over the console.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Kinds of records on the console line. A record is one line: '#', two hexadecimal digits of the kind, a space, the bytes
/// of the struct as hexadecimal digits, a line feed. A guest's text is one line too: the partition's number in decimal,
/// '>' and a space, then the text with bytes outside 0x20..0x7E and '\' written as '\' and two hexadecimal digits; a lone
/// '\' before the line feed says that the guest has not ended its line.
/// </summary>
public enum WireRecordKind : byte
{
    /// <summary>Not a record.</summary>
    Undefined = 0,

    /// <summary>A <see cref="BootRecord"/>: the kernel is about to enter the first partition.</summary>
    Boot = 1,

    /// <summary>A <see cref="PartitionErrorRecord"/>: a partition was idled.</summary>
    PartitionError = 2,

    /// <summary>A <see cref="PartitionEndRecord"/>: a partition reported its end.</summary>
    PartitionEnd = 3,

    /// <summary>A <see cref="StopRecord"/>: the kernel stopped; nothing follows.</summary>
    Stop = 4,

    /// <summary>A <see cref="ConsoleLossRecord"/>: bytes of a partition's console were refused because its ring was full.</summary>
    ConsoleLoss = 5,

    /// <summary>
    /// An <see cref="EntryFailureRecord"/>: the processor refused to enter a guest. The error or the stop that it led to
    /// follows.
    /// </summary>
    EntryFailure = 6,

    /// <summary>A <see cref="HealthRecord"/>: an event, and what was done about it.</summary>
    Health = 7,

    /// <summary>
    /// A <see cref="CrashRecord"/>, whole or up to <see cref="CrashRecord.ShortSizeBytes"/>: what the kernel that ran before a
    /// reset left. It comes before the boot record.
    /// </summary>
    Crash = 8,
}
