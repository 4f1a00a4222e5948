// The GDT and TSS that a native partition starts with.
using System.Buffers.Binary;
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// One page: the GDT at its start, the TSS behind it. SDM 3A, "Segment Descriptors" and "Task Management in 64-bit
/// Mode".
/// </summary>
internal static class GuestDescriptors
{
    /// <summary>Selector of the 64-bit code segment.</summary>
    public const ushort CodeSelector = 0x08;

    /// <summary>Selector of the data segment.</summary>
    public const ushort DataSelector = 0x10;

    /// <summary>Selector of the TSS.</summary>
    public const ushort TaskSelector = 0x18;

    /// <summary>Last byte of the GDT: null, code, data, and 16 bytes for the TSS.</summary>
    public const uint GdtLimit = 0x27;

    /// <summary>Distance of the TSS from the start of the page.</summary>
    public const ulong TaskOffset = 0x100;

    /// <summary>Last byte of the TSS.</summary>
    public const uint TaskLimit = 0x67;

    // Code: present, DPL 0, execute and read, accessed, long. Data: present, DPL 0, read and write, accessed.
    private const ulong CodeDescriptor = 0x00AF_9B00_0000_FFFF;
    private const ulong DataDescriptor = 0x00CF_9300_0000_FFFF;

    // Present, DPL 0, busy 64-bit TSS.
    private const ulong TaskType = 0x8B;
    private const int IoMapAddressOffset = 0x66;

    /// <summary>The page's bytes, for a page at guest-physical <paramref name="page"/>.</summary>
    public static byte[] ToBytes(ulong page)
    {
        byte[] bytes = new byte[TaskOffset + TaskLimit + 1];
        ulong task = page + TaskOffset;
        ulong taskDescriptor = TaskLimit | ((task & 0xFF_FFFF) << 16) | (TaskType << 40) | ((task >> 24 & 0xFF) << 56);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(CodeSelector), CodeDescriptor);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(DataSelector), DataDescriptor);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(TaskSelector), taskDescriptor);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(TaskSelector + sizeof(ulong)), task >> 32);

        // An I/O map that begins behind the limit permits nothing to user mode.
        BinaryPrimitives.WriteUInt16LittleEndian(
            bytes.AsSpan((int)TaskOffset + IoMapAddressOffset), (ushort)(TaskLimit + 1));
        return bytes;
    }

    /// <summary>A flat segment with <paramref name="accessRights"/> in the format of the VMCS.</summary>
    public static SegmentState Flat(ushort selector, uint accessRights) =>
        new() { Selector = selector, AccessRights = accessRights, Limit = uint.MaxValue };
}
