// How much of a partition's console did not fit.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>Bytes that a partition's console ring had no room for since the last such record.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct ConsoleLossRecord
{
    /// <summary>Index of the partition.</summary>
    [FieldOffset(0x00)] public uint PartitionIndex;

    /// <summary>Zero.</summary>
    [FieldOffset(0x04)] public uint Reserved;

    /// <summary>Bytes refused.</summary>
    [FieldOffset(0x08)] public ulong LostBytes;
}
