// One event of the trace.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>What happened on a CPU, and when.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct TraceRecord
{
    /// <summary>Subject of records that are about nobody.</summary>
    public const ushort Nobody = 0xFFFF;

    /// <summary>TSC when it happened.</summary>
    [FieldOffset(0x0)] public ulong Tsc;

    /// <summary>What happened.</summary>
    [FieldOffset(0x8)] public TraceKind Kind;

    /// <summary>What exactly, as the kind says.</summary>
    [FieldOffset(0x9)] public byte Detail;

    /// <summary>Whom it is about: the index of a virtual CPU or, as the kind says, of a partition.</summary>
    [FieldOffset(0xA)] public ushort Subject;

    /// <summary>A number that belongs to it, as the kind says.</summary>
    [FieldOffset(0xC)] public uint Value;
}
