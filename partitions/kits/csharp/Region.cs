// Memory of a partition.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>A region of this partition, as the information page tells it.</summary>
public readonly unsafe ref struct Region
{
    private readonly InformationRegion* _entry;

    internal Region(InformationRegion* entry) => _entry = entry;

    /// <summary>Its name in the system description, UTF-8.</summary>
    public ReadOnlySpan<byte> Name => Text.Of(_entry->Name, RegionRecord.NameSizeBytes);

    /// <summary>Its first guest-physical address, which is mapped at the same virtual one.</summary>
    public ulong Address => _entry->GuestPhysical;

    /// <summary>Its size in bytes.</summary>
    public ulong SizeBytes => _entry->SizeBytes;

    /// <summary>What the partition may do there.</summary>
    public RegionRights Rights => _entry->Rights;

    /// <summary>The memory type of accesses.</summary>
    public MemoryType MemoryType => _entry->MemoryType;

    /// <summary>More about the region: whether it is shared, or a device's.</summary>
    public RegionFlags Flags => _entry->Flags;
}
