// Where one part of the blob lies, how many elements it has, and the checksum that it must have.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One part of the blob: <see cref="Count"/> elements of <see cref="ElementSizeBytes"/> at <see cref="Offset"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct TableRef
{
    /// <summary>Distance in bytes from the start of the blob to the first element.</summary>
    [FieldOffset(0x00)] public uint Offset;

    /// <summary>Number of elements. For parts that are plain bytes, the number of bytes.</summary>
    [FieldOffset(0x04)] public uint Count;

    /// <summary>Size of one element in bytes; must equal the size of the record that the kernel was built with.</summary>
    [FieldOffset(0x08)] public uint ElementSizeBytes;

    /// <summary>CRC-32C (Castagnoli, reflected, initial value and final exclusive-or 0xFFFFFFFF) over all elements.</summary>
    [FieldOffset(0x0C)] public uint Crc32C;
}
