// One region of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>Guest-physical memory of a partition and what backs it.</summary>
public sealed class RegionPlan
{
    /// <summary>Size of the smallest page.</summary>
    public const ulong PageSizeBytes = 0x1000;

    /// <summary>Size of a large page.</summary>
    public const ulong LargePageSizeBytes = 0x20_0000;

    /// <summary>Guest-physical addresses end here, so that 4-level tables of every processor reach them.</summary>
    public const ulong AddressLimit = 1UL << 46;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of its partition.</summary>
    public required int PartitionIndex { get; init; }

    /// <summary>Name of its partition.</summary>
    public required string PartitionName { get; init; }

    /// <summary>Where it is written, or the partition's place if the planner made it.</summary>
    public required Place Place { get; init; }

    /// <summary>Where its keys are written.</summary>
    public required RegionPlaces Places { get; init; }

    /// <summary>Whether the planner made it, and fills it itself.</summary>
    public required bool IsMadeByPlanner { get; init; }

    /// <summary>Which guest-physical addresses.</summary>
    public required AddressRange Guest { get; init; }

    /// <summary>What the guest may do there; null if what is written means nothing.</summary>
    public required RegionRights? Rights { get; init; }

    /// <summary>The rights as written.</summary>
    public required string RightsText { get; init; }

    /// <summary>The memory type.</summary>
    public required MemoryType MemoryType { get; init; }

    /// <summary>Shared or a device's.</summary>
    public required RegionFlags Flags { get; init; }

    /// <summary>Name under which partitions share the frames.</summary>
    public required string? SharedName { get; init; }

    /// <summary>Why a device is granted.</summary>
    public required string? Reason { get; init; }

    /// <summary>Host-physical address that the author fixed.</summary>
    public required ulong? FixedHost { get; init; }

    /// <summary>First host-physical address; 0 until it is placed.</summary>
    public ulong HostPhysical { get; set; }

    /// <summary>Whether it has a host-physical address; partitions get none in the machine's first page.</summary>
    public bool IsPlaced => FixedHost is not null || HostPhysical != 0;

    /// <summary>Which host-physical addresses.</summary>
    public AddressRange Host => new(HostPhysical, Guest.SizeBytes);

    /// <summary>Whether the region is a device's memory.</summary>
    public bool IsDevice => (Flags & RegionFlags.Device) != 0;

    /// <summary>Whether other regions may have the same frames.</summary>
    public bool IsShared => (Flags & RegionFlags.Shared) != 0;

    /// <summary>Whether its numbers make sense by themselves, so that tables can be made for it.</summary>
    public bool IsWellFormed =>
        Guest.SizeBytes != 0
        && (Guest.Start | Guest.SizeBytes | (FixedHost ?? 0)) % PageSizeBytes == 0
        && Guest.Start < AddressLimit
        && Guest.SizeBytes <= AddressLimit - Guest.Start;

    /// <summary><c>'partition.region'</c>, for messages.</summary>
    public override string ToString() => $"'{PartitionName}.{Name}'";
}
