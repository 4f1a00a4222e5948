// What a boot found and how long its steps took.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>Told once, before the first partition runs. All times are TSC values.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x90)]
public struct BootRecord
{
    /// <summary>Kernel version: major in bits 31:16, minor in 15:8, patch in 7:0.</summary>
    [FieldOffset(0x00)] public uint KernelVersion;

    /// <summary>Which backend runs.</summary>
    [FieldOffset(0x04)] public Vendor Vendor;

    /// <summary>Measured TSC frequency in hertz.</summary>
    [FieldOffset(0x08)] public ulong TscHertz;

    /// <summary>Measured frequency of the local APIC timer in hertz, after its divider.</summary>
    [FieldOffset(0x10)] public ulong ApicTimerHertz;

    /// <summary>At the kernel's first instruction in long mode.</summary>
    [FieldOffset(0x18)] public ulong EntryTsc;

    /// <summary>Before the blob's checksums were computed.</summary>
    [FieldOffset(0x20)] public ulong ChecksumStartTsc;

    /// <summary>After the blob's checksums were computed.</summary>
    [FieldOffset(0x28)] public ulong ChecksumEndTsc;

    /// <summary>Before the clocks were calibrated.</summary>
    [FieldOffset(0x30)] public ulong CalibrationStartTsc;

    /// <summary>After the clocks were calibrated.</summary>
    [FieldOffset(0x38)] public ulong CalibrationEndTsc;

    /// <summary>After nested tables were built and partitions loaded.</summary>
    [FieldOffset(0x40)] public ulong LoadedTsc;

    /// <summary>Start of major frame 0.</summary>
    [FieldOffset(0x48)] public ulong EpochTsc;

    /// <summary>Frames of the pool in use when the first partition starts.</summary>
    [FieldOffset(0x50)] public uint PoolFramesUsed;

    /// <summary>Frames of the pool in all.</summary>
    [FieldOffset(0x54)] public uint PoolFramesTotal;

    /// <summary>Bytes of the kernel's image in memory, zero-filled parts included, the blob not.</summary>
    [FieldOffset(0x58)] public ulong KernelImageSizeBytes;

    /// <summary>What the backend has and uses, one bit each: bit 0 NRIPS or VMX instruction length, 1 VPID or ASIDs, 2 VMX-preemption timer, 3 1-GiB pages in nested tables, 4 SMEP, 5 SMAP, 6 UMIP, 7 NX, 8 TSC-deadline timer.</summary>
    [FieldOffset(0x60)] public ulong Features;

    /// <summary>Bytes of one partition's extended state.</summary>
    [FieldOffset(0x68)] public uint ExtendedStateSizeBytes;

    /// <summary>PCI functions whose bus mastering was switched off.</summary>
    [FieldOffset(0x6C)] public uint BusMastersDisabled;

    /// <summary>PCI functions found.</summary>
    [FieldOffset(0x70)] public uint PciFunctions;

    /// <summary>Local APIC id of this CPU.</summary>
    [FieldOffset(0x74)] public uint ApicId;

    /// <summary>Crash records that were found: bit k for the <see cref="CrashKind"/> k; and that were refused, for a bit of them had changed: bit 8 + k.</summary>
    [FieldOffset(0x78)] public uint CrashRecords;

    /// <summary>Zero.</summary>
    [FieldOffset(0x7C)] public uint Reserved;

    /// <summary>Zero.</summary>
    [FieldOffset(0x80)] public ulong Reserved2;

    /// <summary>Zero.</summary>
    [FieldOffset(0x88)] public ulong Reserved3;
}
