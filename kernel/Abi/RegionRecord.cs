// A range of guest-physical memory and what backs it.
namespace MicroHV.Kernel.Abi;

using System;
using System.Runtime.InteropServices;

/// <summary>Contiguous guest-physical memory with one backing, one set of rights and one memory type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
public unsafe struct RegionRecord
{
    /// <summary>Bytes in <see cref="Name"/>, the terminating zero included.</summary>
    public const int NameSizeBytes = 24;

    /// <summary>First guest-physical address, 4 KiB aligned.</summary>
    [FieldOffset(0x00)] public ulong GuestPhysical;

    /// <summary>First host-physical address, 4 KiB aligned.</summary>
    [FieldOffset(0x08)] public ulong HostPhysical;

    /// <summary>Size in bytes, a multiple of 4 KiB and not zero.</summary>
    [FieldOffset(0x10)] public ulong SizeBytes;

    /// <summary>What the guest may do there.</summary>
    [FieldOffset(0x18)] public RegionRights Rights;

    /// <summary>The memory type of the guest's accesses.</summary>
    [FieldOffset(0x19)] public MemoryType MemoryType;

    /// <summary>More about the region.</summary>
    [FieldOffset(0x1A)] public RegionFlags Flags;

    /// <summary>Zero.</summary>
    [FieldOffset(0x1B)] public byte Reserved;

    /// <summary>Index of the partition that has it.</summary>
    [FieldOffset(0x1C)] public uint PartitionIndex;

    /// <summary>UTF-8, zero-terminated.</summary>
    [FieldOffset(0x20)] public fixed byte Name[NameSizeBytes];

    /// <summary>Zero.</summary>
    [FieldOffset(0x38)] public ulong Reserved2;
}

/// <summary>What a guest may do with the memory of a region.</summary>
[Flags]
public enum RegionRights : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read. Every region has it: neither EPT without mode-based controls nor NPT can refuse reads alone.</summary>
    Read = 1,

    /// <summary>Write.</summary>
    Write = 2,

    /// <summary>Fetch instructions.</summary>
    Execute = 4,
}

/// <summary>Memory types, numbered as in SDM 3A, "Memory Types That Can Be Encoded With PAT".</summary>
public enum MemoryType : byte
{
    /// <summary>Uncacheable.</summary>
    UC = 0,

    /// <summary>Write combining.</summary>
    WC = 1,

    /// <summary>Write back.</summary>
    WB = 6,
}

/// <summary>What else is true of a region.</summary>
[Flags]
public enum RegionFlags : byte
{
    /// <summary>Private RAM: zeroed at a cold start, reached by no other partition.</summary>
    None = 0,

    /// <summary>Other regions with this flag may have the same frames. Zeroed once, at boot.</summary>
    Shared = 1,

    /// <summary>A device's memory: the kernel never reads, zeroes or maps it for itself.</summary>
    Device = 2,
}
