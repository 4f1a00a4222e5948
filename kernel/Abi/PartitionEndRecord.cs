// A partition's own report of its end.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>A partition called <see cref="Hypercall.Report"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
public struct PartitionEndRecord
{
    /// <summary>Index of the partition.</summary>
    [FieldOffset(0x00)] public uint PartitionIndex;

    /// <summary>Its mode from now on.</summary>
    [FieldOffset(0x04)] public PartitionMode Mode;

    /// <summary>What it reported; 0 is success.</summary>
    [FieldOffset(0x08)] public ulong ExitCode;

    /// <summary>Major frame in which it ended.</summary>
    [FieldOffset(0x10)] public ulong Frame;

    /// <summary>TSC when it ended.</summary>
    [FieldOffset(0x18)] public ulong Tsc;
}
