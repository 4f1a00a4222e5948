// What a partition is told of one of its windows.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// A window of the partition. All of them stand at <see cref="InformationPage.WindowsOffset"/>, by schedule, then virtual CPU,
/// then start.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
public struct InformationWindow
{
    /// <summary>Start after the start of the major frame, in nanoseconds.</summary>
    [FieldOffset(0x00)] public ulong StartNanoseconds;

    /// <summary>Length in nanoseconds.</summary>
    [FieldOffset(0x08)] public ulong DurationNanoseconds;

    /// <summary>Number of the schedule, from 0 in the order of the system description.</summary>
    [FieldOffset(0x10)] public ushort Schedule;

    /// <summary>Number of the partition's virtual CPU that has the window, from 0.</summary>
    [FieldOffset(0x12)] public ushort Vcpu;

    /// <summary>What is true of the window.</summary>
    [FieldOffset(0x14)] public WindowFlags Flags;
}
