// A number that only the machine knows, and where in a partition's memory it goes before a cold start.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One fixup. Applied after all copies; the destination lies inside one region of the partition.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
public struct FixupRecord
{
    /// <summary>Where the number goes.</summary>
    [FieldOffset(0x00)] public ulong GuestPhysical;

    /// <summary>Which number.</summary>
    [FieldOffset(0x08)] public FixupKind Kind;

    /// <summary>How many of its bytes: 1, 2, 4 or 8, little-endian.</summary>
    [FieldOffset(0x0C)] public uint WidthBytes;

    /// <summary>Index of the partition that it is for.</summary>
    [FieldOffset(0x10)] public uint PartitionIndex;

    /// <summary>MajorFrameTicks: index of the schedule. Else 0.</summary>
    [FieldOffset(0x14)] public uint Schedule;
}

/// <summary>Numbers that only the machine knows.</summary>
public enum FixupKind : uint
{
    /// <summary>Not a fixup.</summary>
    Undefined = 0,

    /// <summary>Frequency of the TSC in hertz.</summary>
    TscHertz = 1,

    /// <summary>TSC at the start of major frame 0.</summary>
    EpochTsc = 2,

    /// <summary>Which instruction is a hypercall: a <see cref="HypercallInstruction"/>.</summary>
    HypercallInstruction = 3,

    /// <summary>TSC ticks in one major frame of <see cref="FixupRecord.Schedule"/>.</summary>
    MajorFrameTicks = 4,
}

/// <summary>The instruction that makes a hypercall.</summary>
public enum HypercallInstruction : uint
{
    /// <summary>Not filled in yet.</summary>
    Undefined = 0,

    /// <summary>VMCALL, Intel.</summary>
    Vmcall = 1,

    /// <summary>VMMCALL, AMD.</summary>
    Vmmcall = 2,
}
