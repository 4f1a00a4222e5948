// The checks of regions: no frame is reached twice unless both sides say so, and none is the kernel's.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Spatial isolation as far as records can break it.</summary>
internal static class RegionChecks
{
    // The host's view of a guest has 2^46 bytes; x86-64 has at most 52 physical address bits.
    private const ulong GuestPhysicalEnd = 1UL << 46;
    private const ulong HostPhysicalEnd = 1UL << 52;

    // The local APIC's registers stay where they are after reset, and are the kernel's.
    private const ulong LocalApicBase = 0xFEE0_0000;

    internal static ConfigVerdict Check(in SystemConfig config, in KernelPlace place)
    {
        for (int partition = 0; partition < config.Partitions.Length; partition++)
        {
            ConfigVerdict verdict = CheckPartition(in config, partition, in place);
            if (!verdict.IsAccepted)
            {
                return verdict;
            }
        }

        return CheckFrames(config.Regions);
    }

    /// <summary>True if all of the bytes lie in one region of the partition that is not a device's.</summary>
    internal static bool IsRam(in SystemConfig config, uint partitionIndex, ulong guestPhysical, ulong sizeBytes)
    {
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in config.Partitions[(int)partitionIndex]);
        for (int i = 0; i < regions.Length; i++)
        {
            ref readonly RegionRecord region = ref regions[i];
            ulong offset = unchecked(guestPhysical - region.GuestPhysical);
            bool holdsAll = offset < region.SizeBytes && sizeBytes <= region.SizeBytes - offset;
            if (holdsAll && (region.Flags & RegionFlags.Device) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ConfigVerdict CheckPartition(in SystemConfig config, int partition, in KernelPlace place)
    {
        uint first = config.Partitions[partition].FirstRegion;
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in config.Partitions[partition]);
        ulong earliest = 0;
        for (int i = 0; i < regions.Length; i++)
        {
            ref readonly RegionRecord region = ref regions[i];
            ulong index = first + (uint)i;
            uint field = FirstWrongField(in region, partition);
            if (field != uint.MaxValue)
            {
                return new ConfigVerdict(StopReason.BlobRegion, index, field);
            }

            if (region.GuestPhysical < earliest)
            {
                return new ConfigVerdict(StopReason.BlobRegionOverlap, index - 1, index);
            }

            if (ReachesKernel(in config.Header, in region, in place))
            {
                return new ConfigVerdict(StopReason.BlobRegionKernel, index, 0);
            }

            earliest = region.GuestPhysical + region.SizeBytes;
        }

        return ConfigVerdict.Accepted;
    }

    private static uint FirstWrongField(in RegionRecord region, int partition)
    {
        if (!FrameSize.IsAligned(region.GuestPhysical, FrameSize.Size4K) || region.GuestPhysical >= GuestPhysicalEnd)
        {
            return 0x00;
        }

        if (!FrameSize.IsAligned(region.HostPhysical, FrameSize.Size4K) || region.HostPhysical >= HostPhysicalEnd)
        {
            return 0x08;
        }

        bool isSizeGood = FrameSize.IsAligned(region.SizeBytes, FrameSize.Size4K)
            && region.SizeBytes != 0
            && region.SizeBytes <= GuestPhysicalEnd - region.GuestPhysical
            && region.SizeBytes <= HostPhysicalEnd - region.HostPhysical;
        if (!isSizeGood)
        {
            return 0x10;
        }

        const RegionRights AllRights = RegionRights.Read | RegionRights.Write | RegionRights.Execute;
        if ((region.Rights & RegionRights.Read) == 0 || (region.Rights & ~AllRights) != 0)
        {
            return 0x18;
        }

        if (region.MemoryType is not (MemoryType.UC or MemoryType.WC or MemoryType.WB))
        {
            return 0x19;
        }

        if ((region.Flags & ~(RegionFlags.Shared | RegionFlags.Device)) != 0)
        {
            return 0x1A;
        }

        return region.PartitionIndex == (uint)partition ? uint.MaxValue : 0x1Cu;
    }

    private static bool ReachesKernel(in SystemHeader header, in RegionRecord region, in KernelPlace place)
    {
        // The kernel, its blob and its pool lie side by side; what is below them is left to the firmware.
        ulong poolEnd = header.PoolBase + header.PoolSizeBytes;
        return Overlaps(region.HostPhysical, region.SizeBytes, place.ImageStart, poolEnd - place.ImageStart)
            || (header.CrashFrame != 0 && Overlaps(region.HostPhysical, region.SizeBytes, header.CrashFrame, FrameSize.Size4K))
            || Overlaps(region.HostPhysical, region.SizeBytes, LocalApicBase, FrameSize.Size4K);
    }

    private static ConfigVerdict CheckFrames(ReadOnlySpan<RegionRecord> regions)
    {
        for (int i = 1; i < regions.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                bool bothShared = (regions[i].Flags & regions[j].Flags & RegionFlags.Shared) != 0;
                if (!bothShared && Overlaps(regions[i].HostPhysical, regions[i].SizeBytes, regions[j].HostPhysical, regions[j].SizeBytes))
                {
                    return new ConfigVerdict(StopReason.BlobRegionOverlap, (ulong)j, (ulong)i);
                }
            }
        }

        return ConfigVerdict.Accepted;
    }

    // Neither range wraps: FirstWrongField bounded both.
    private static bool Overlaps(ulong start, ulong sizeBytes, ulong otherStart, ulong otherSizeBytes) =>
        start < otherStart + otherSizeBytes && otherStart < start + sizeBytes;
}
