// One window of the schedule.
namespace MicroHV.Kernel.Abi;

using System;
using System.Runtime.InteropServices;

/// <summary>From start to start + duration of every major frame of its schedule, the CPU belongs to one virtual CPU.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
public struct WindowRecord
{
    /// <summary>Start after the start of the major frame, in nanoseconds.</summary>
    [FieldOffset(0x00)] public ulong StartNanoseconds;

    /// <summary>Length in nanoseconds, not zero.</summary>
    [FieldOffset(0x08)] public ulong DurationNanoseconds;

    /// <summary>Index of the virtual CPU that has the window.</summary>
    [FieldOffset(0x10)] public uint VcpuIndex;

    /// <summary>Index of the CPU that the window is on.</summary>
    [FieldOffset(0x14)] public uint CpuIndex;

    /// <summary>More about the window.</summary>
    [FieldOffset(0x18)] public WindowFlags Flags;

    /// <summary>Zero.</summary>
    [FieldOffset(0x1C)] public uint Reserved;
}

/// <summary>What else is true of a window.</summary>
[Flags]
public enum WindowFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A period of the partition begins with it: ARINC 653's periodic processing start.</summary>
    PeriodicStart = 1,
}
