// A segment register with its hidden part.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>A segment register as the processor holds it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
public struct SegmentState
{
    /// <summary>The visible part.</summary>
    [FieldOffset(0x00)] public ushort Selector;

    /// <summary>Zero.</summary>
    [FieldOffset(0x02)] public ushort Reserved;

    /// <summary>
    /// Access rights in the format of the VMCS: bits 3:0 type, 4 S, 6:5 DPL, 7 P, 12 AVL, 13 L, 14 D/B, 15 G, 16 unusable.
    /// SDM 3C, "Guest Register State".
    /// </summary>
    [FieldOffset(0x04)] public uint AccessRights;

    /// <summary>Last valid offset, in bytes (already scaled by the granularity bit).</summary>
    [FieldOffset(0x08)] public uint Limit;

    /// <summary>Zero.</summary>
    [FieldOffset(0x0C)] public uint Reserved2;

    /// <summary>Linear base address.</summary>
    [FieldOffset(0x10)] public ulong Base;
}
