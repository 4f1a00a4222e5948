// Bytes of the golden copy that a cold start puts into a partition's memory.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One copy from <see cref="SystemHeader.Images"/> to guest-physical memory. It lies inside one region of the partition.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
public struct CopyRecord
{
    /// <summary>Where the bytes go.</summary>
    [FieldOffset(0x00)] public ulong GuestPhysical;

    /// <summary>Where they come from, as an offset in <see cref="SystemHeader.Images"/>.</summary>
    [FieldOffset(0x08)] public ulong ImageOffset;

    /// <summary>How many.</summary>
    [FieldOffset(0x10)] public ulong SizeBytes;

    /// <summary>Index of the partition that they are for.</summary>
    [FieldOffset(0x18)] public uint PartitionIndex;

    /// <summary>CRC-32C of the bytes. They are checked whenever they are copied.</summary>
    [FieldOffset(0x1C)] public uint Crc32C;
}
