// A page of a CPU's trace.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// A CPU writes records into its pages in turn, from the first to the last and round again. A page describes itself, so that
/// it can be found in a machine's memory by whoever knows <see cref="SystemHeader.TraceKey"/>, wherever that memory lies. It
/// may be read while it is written: records 0 to <see cref="Count"/> - 1 belong to the lap that <see cref="FirstSequence"/>
/// names, if that has the same value after they were read as before <see cref="Count"/> was.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x1000)]
public unsafe struct TracePage
{
    /// <summary>"MHVtrace", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x656361727456484D;

    /// <summary>Records of a page.</summary>
    public const uint RecordCount = 254;

    /// <summary>Must be <see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0x00)] public ulong Magic;

    /// <summary>Sequence number of record 0: how many records this CPU wrote before it, in all its pages.</summary>
    [FieldOffset(0x08)] public ulong FirstSequence;

    /// <summary>Records that are valid. Grows by one after each of them is whole; 0 before <see cref="FirstSequence"/> changes.</summary>
    [FieldOffset(0x10)] public uint Count;

    /// <summary>Index of the CPU in the plan.</summary>
    [FieldOffset(0x14)] public ushort CpuIndex;

    /// <summary>Index of the page among those of its CPU.</summary>
    [FieldOffset(0x16)] public ushort PageIndex;

    /// <summary>Pages of its CPU.</summary>
    [FieldOffset(0x18)] public uint PageCount;

    /// <summary>The system's <see cref="SystemHeader.TraceKey"/>, which no guest knows.</summary>
    [FieldOffset(0x1C)] public uint Key;

    /// <summary>The records, <see cref="RecordCount"/> of 16 bytes.</summary>
    [FieldOffset(0x20)] public fixed byte Records[(int)RecordCount * 16];
}
