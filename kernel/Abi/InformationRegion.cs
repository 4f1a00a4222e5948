// What a native partition is told of one of its regions.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// A region of the partition. All of them stand behind the <see cref="InformationPage"/>, ascending by address: those of the
/// system description, and <c>ram</c>, <c>information</c> and <c>boot-tables</c>, which every native partition has.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x30)]
public unsafe struct InformationRegion
{
    /// <summary>First guest-physical address, 4 KiB aligned. The first page tables map it at this address.</summary>
    [FieldOffset(0x00)] public ulong GuestPhysical;

    /// <summary>Size in bytes, a multiple of 4 KiB and not zero.</summary>
    [FieldOffset(0x08)] public ulong SizeBytes;

    /// <summary>What the partition may do there.</summary>
    [FieldOffset(0x10)] public RegionRights Rights;

    /// <summary>The memory type of its accesses.</summary>
    [FieldOffset(0x11)] public MemoryType MemoryType;

    /// <summary>More about the region.</summary>
    [FieldOffset(0x12)] public RegionFlags Flags;

    /// <summary>Zero.</summary>
    [FieldOffset(0x13)] public byte Reserved;

    /// <summary>Zero.</summary>
    [FieldOffset(0x14)] public uint Reserved2;

    /// <summary>Its name in the system description, UTF-8, zero-terminated.</summary>
    [FieldOffset(0x18)] public fixed byte Name[RegionRecord.NameSizeBytes];
}
