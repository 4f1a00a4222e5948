// A partition's error, with everything that its author needs to find it.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>The dump of a partition that an error stopped.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x250)]
public unsafe struct PartitionErrorRecord
{
    /// <summary>Bytes in <see cref="Instruction"/>: the longest that an x86 instruction can be, and one.</summary>
    public const int InstructionSizeBytes = 16;

    /// <summary>Index of the partition.</summary>
    [FieldOffset(0x00)] public uint PartitionIndex;

    /// <summary>Index of the virtual CPU.</summary>
    [FieldOffset(0x04)] public uint VcpuIndex;

    /// <summary>What it did wrong.</summary>
    [FieldOffset(0x08)] public HealthEvent Error;

    /// <summary>The kind of exit that showed it: the kernel's <c>ExitKind</c>.</summary>
    [FieldOffset(0x0C)] public uint ExitKind;

    /// <summary>The vendor's exit reason or exit code, as the processor gave it.</summary>
    [FieldOffset(0x10)] public ulong VendorReason;

    /// <summary>VMX: exit qualification. SVM: EXITINFO1.</summary>
    [FieldOffset(0x18)] public ulong Qualification;

    /// <summary>The guest-physical address of a memory violation; the port of a port violation; else 0.</summary>
    [FieldOffset(0x20)] public ulong Address;

    /// <summary>Zero.</summary>
    [FieldOffset(0x28)] public uint Reserved3;

    /// <summary>Number of valid bytes in <see cref="Instruction"/>.</summary>
    [FieldOffset(0x2C)] public uint InstructionLength;

    /// <summary>Major frame in which it happened.</summary>
    [FieldOffset(0x30)] public ulong Frame;

    /// <summary>TSC when the dump was taken.</summary>
    [FieldOffset(0x38)] public ulong Tsc;

    /// <summary>Bytes at CS:RIP, as far as the guest's own tables reach them.</summary>
    [FieldOffset(0x40)] public fixed byte Instruction[InstructionSizeBytes];

    /// <summary>Which backend ran it.</summary>
    [FieldOffset(0x50)] public Vendor Vendor;

    /// <summary>What kind of access a memory violation was: a <see cref="RegionRights"/> bit.</summary>
    [FieldOffset(0x54)] public uint Access;

    /// <summary>Zero.</summary>
    [FieldOffset(0x58)] public ulong Reserved0;

    /// <summary>Zero.</summary>
    [FieldOffset(0x60)] public ulong Reserved;

    /// <summary>Zero.</summary>
    [FieldOffset(0x68)] public ulong Reserved2;

    /// <summary>All registers.</summary>
    [FieldOffset(0x70)] public CpuState State;
}
