// One line of the health log.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>An event and what was done about it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x80)]
public unsafe struct HealthRecord
{
    /// <summary>Bytes of <see cref="Message"/>.</summary>
    public const int MessageSizeBytes = 32;

    /// <summary><see cref="PartitionIndex"/> of the module.</summary>
    public const uint Module = 0xFFFF_FFFF;

    /// <summary>Number of the record in the log of its partition, or of the module: 1, 2, 3 and so on. A number that is missing was lost.</summary>
    [FieldOffset(0x00)] public ulong Sequence;

    /// <summary>Module time in nanoseconds: since the start of major frame 0.</summary>
    [FieldOffset(0x08)] public ulong TimeNanoseconds;

    /// <summary>Index of the partition, or <see cref="Module"/>.</summary>
    [FieldOffset(0x10)] public uint PartitionIndex;

    /// <summary>Index of the virtual CPU; 0xFFFFFFFF if none has to do with it.</summary>
    [FieldOffset(0x14)] public uint VcpuIndex;

    /// <summary>What happened.</summary>
    [FieldOffset(0x18)] public HealthEvent Event;

    /// <summary>What was done: a <see cref="HealthAction"/>.</summary>
    [FieldOffset(0x1C)] public uint Action;

    /// <summary>How often the partition was started again since the system began, this time included.</summary>
    [FieldOffset(0x20)] public uint RestartCount;

    /// <summary>Of an event that a guest raised: its own number for it. Of NMIs: how many. Of the module's mismatch: the checksum.</summary>
    [FieldOffset(0x24)] public uint Code;

    /// <summary>Guest RIP, if the guest stopped for the event; else 0, as the fields to <see cref="Qualification"/> are.</summary>
    [FieldOffset(0x28)] public ulong Rip;

    /// <summary>Guest RSP.</summary>
    [FieldOffset(0x30)] public ulong Rsp;

    /// <summary>Guest CR3.</summary>
    [FieldOffset(0x38)] public ulong Cr3;

    /// <summary>
    /// The guest-physical address of a memory violation; the port of a port violation; the ticks of an overrun; of a mismatch, which
    /// part: the index of the copy, or for the module where it begins.
    /// </summary>
    [FieldOffset(0x40)] public ulong Address;

    /// <summary>The vendor's exit reason or exit code.</summary>
    [FieldOffset(0x48)] public ulong VendorReason;

    /// <summary>VMX: exit qualification. SVM: EXITINFO1.</summary>
    [FieldOffset(0x50)] public ulong Qualification;

    /// <summary>Index of the CPU that answered.</summary>
    [FieldOffset(0x58)] public uint CpuIndex;

    /// <summary>CRC-32C of the record, computed with this field as zero.</summary>
    [FieldOffset(0x5C)] public uint Crc32C;

    /// <summary>Of an event that a guest raised: its words, in bytes that it chose.</summary>
    [FieldOffset(0x60)] public fixed byte Message[MessageSizeBytes];
}
