// What a trace record is about.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Kinds of <see cref="TraceRecord"/>s. "Subject" is <see cref="TraceRecord.Subject"/>, the index of a virtual CPU unless the
/// kind says otherwise; what a kind does not mention is zero.
/// </summary>
public enum TraceKind : byte
{
    /// <summary>No record.</summary>
    None = 0,

    /// <summary>A major frame begins. Subject: nobody. Value: its number, bits 31:0.</summary>
    Frame = 1,

    /// <summary>
    /// A window begins: the guest is about to be entered, or, if its partition is idle, nobody is. Value: ticks after the time
    /// that the plan says.
    /// </summary>
    WindowStart = 2,

    /// <summary>A window ends. Value: ticks after the time that the plan says.</summary>
    WindowEnd = 3,

    /// <summary>The guest stopped. Detail: why, as the kernel's <c>ExitKind</c>. Value: <c>VmExit.Address</c>, bits 31:0.</summary>
    Exit = 4,

    /// <summary>The guest stopped for a hypercall; there is no <see cref="Exit"/> beside it. Detail: RAX, bits 7:0. Value: RDI, bits 31:0.</summary>
    Hypercall = 5,

    /// <summary>An event is delivered at the entry that follows. Detail: its vector. Value: its type, as in bits 10:8 of VM-entry interruption information.</summary>
    Injection = 6,

    /// <summary>The partition did something wrong. Detail: what, as an <see cref="HealthEvent"/>.</summary>
    Error = 7,

    /// <summary>A partition is in another mode. Subject: the index of the partition. Detail: the <see cref="PartitionMode"/>.</summary>
    Mode = 8,

    /// <summary>Another schedule is in force from this frame on. Subject: nobody. Detail: its index. Value: the number of the frame, bits 31:0.</summary>
    Schedule = 9,

    /// <summary>The CPU has nothing to run. Subject: nobody. Value: ticks until it looks again at the latest.</summary>
    Sleep = 10,

    /// <summary>The virtual CPU begins to run in time that others leave; or, in its own window, goes on behind HLT.</summary>
    Background = 11,
}
