// Why the kernel stopped.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>The last thing that the kernel says.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x90)]
public struct StopRecord
{
    /// <summary>Why.</summary>
    [FieldOffset(0x00)] public StopReason Reason;

    /// <summary>Index of the CPU that stopped.</summary>
    [FieldOffset(0x04)] public uint CpuIndex;

    /// <summary>Index of the partition whose window it was; 0xFFFFFFFF if none.</summary>
    [FieldOffset(0x08)] public uint PartitionIndex;

    /// <summary>Host exception vector, if the reason is one.</summary>
    [FieldOffset(0x0C)] public uint Vector;

    /// <summary>Complete major frames that had passed.</summary>
    [FieldOffset(0x10)] public ulong Frames;

    /// <summary>TSC when it stopped.</summary>
    [FieldOffset(0x18)] public ulong Tsc;

    /// <summary>First number that belongs to the reason (see <see cref="StopReason"/>).</summary>
    [FieldOffset(0x20)] public ulong Detail0;

    /// <summary>Second number that belongs to the reason.</summary>
    [FieldOffset(0x28)] public ulong Detail1;

    /// <summary>Host RIP of an exception.</summary>
    [FieldOffset(0x30)] public ulong Rip;

    /// <summary>Host RSP of an exception.</summary>
    [FieldOffset(0x38)] public ulong Rsp;

    /// <summary>Host RFLAGS of an exception.</summary>
    [FieldOffset(0x40)] public ulong Rflags;

    /// <summary>Error code of an exception.</summary>
    [FieldOffset(0x48)] public ulong ExceptionErrorCode;

    /// <summary>Host CR2.</summary>
    [FieldOffset(0x50)] public ulong Cr2;

    /// <summary>Host CR3.</summary>
    [FieldOffset(0x58)] public ulong Cr3;

    /// <summary>Host RBP, where a walk of the kernel's stack begins.</summary>
    [FieldOffset(0x60)] public ulong Rbp;

    /// <summary>NMIs that came since boot.</summary>
    [FieldOffset(0x68)] public ulong NmiCount;

    /// <summary>What follows: <see cref="HealthAction.Stop"/>, the end; or <see cref="HealthAction.Reset"/>, a reset of the machine.</summary>
    [FieldOffset(0x70)] public HealthAction Action;

    /// <summary>Most bytes that any CPU has ever used of its kernel stack.</summary>
    [FieldOffset(0x74)] public uint StackSizeBytes;

    /// <summary>How often all that is never written has been checked since boot.</summary>
    [FieldOffset(0x78)] public uint ScrubCount;

    /// <summary>The longest step of those checks, in ticks of the TSC.</summary>
    [FieldOffset(0x7C)] public uint ScrubStepTicks;

    /// <summary>Index of the schedule that ran on the CPU that stopped.</summary>
    [FieldOffset(0x80)] public uint ScheduleIndex;

    /// <summary>Zero.</summary>
    [FieldOffset(0x84)] public uint Reserved0;

    /// <summary>Zero.</summary>
    [FieldOffset(0x88)] public ulong Reserved;
}
