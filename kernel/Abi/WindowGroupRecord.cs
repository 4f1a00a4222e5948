// What one schedule has one CPU do.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>The windows of one schedule on one CPU, and who gets the time that is left.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct WindowGroupRecord
{
    /// <summary>Value of <see cref="BackgroundVcpu"/> if the time that is left is nobody's.</summary>
    public const uint NoBackground = 0xFFFF_FFFF;

    /// <summary>Index of the first of its windows.</summary>
    [FieldOffset(0x00)] public uint FirstWindow;

    /// <summary>Number of its windows; 0 for a CPU that sleeps.</summary>
    [FieldOffset(0x04)] public uint WindowCount;

    /// <summary>
    /// Index of the virtual CPU that runs between windows and in what others give up, or <see cref="NoBackground"/>.
    /// </summary>
    [FieldOffset(0x08)] public uint BackgroundVcpu;

    /// <summary>Zero.</summary>
    [FieldOffset(0x0C)] public uint Reserved;
}
