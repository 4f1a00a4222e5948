// Fills a partition's memory for a cold start: zeros, the golden copy, and what only the machine knows.
namespace MicroHV.Kernel.Partitions;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>Works on the partition whose address space is loaded.</summary>
public static unsafe class ColdStart
{
    /// <summary>Zeroes all private RAM and copies the golden copies over it.</summary>
    public static void Load(in SystemConfig config, in PartitionRecord partition)
    {
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in partition);
        for (int i = 0; i < regions.Length; i++)
        {
            if ((regions[i].Flags & (RegionFlags.Shared | RegionFlags.Device)) == 0)
            {
                GuestMemory.Clear(in regions[i]);
            }
        }

        ReadOnlySpan<CopyRecord> copies = config.CopiesOf(in partition);
        for (int i = 0; i < copies.Length; i++)
        {
            // SystemConfig has checked that every copy and fixup lies in a region of RAM.
            _ = GuestMemory.TryWrite(
                regions,
                new GuestPhysical(copies[i].GuestPhysical),
                config.Image(copies[i].ImageOffset),
                copies[i].SizeBytes);
        }
    }

    /// <summary>Zeroes the shared regions of a partition. At boot only: later they are other partitions' too.</summary>
    public static void ClearShared(in SystemConfig config, in PartitionRecord partition)
    {
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in partition);
        for (int i = 0; i < regions.Length; i++)
        {
            if ((regions[i].Flags & (RegionFlags.Shared | RegionFlags.Device)) == RegionFlags.Shared)
            {
                GuestMemory.Clear(in regions[i]);
            }
        }
    }

    /// <summary>Writes the numbers that only the machine knows.</summary>
    public static void Fix(in SystemConfig config, in PartitionRecord partition, in MachineNumbers numbers)
    {
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in partition);
        ReadOnlySpan<FixupRecord> fixups = config.FixupsOf(in partition);
        for (int i = 0; i < fixups.Length; i++)
        {
            ulong value = numbers.ValueOf(in fixups[i], in config);
            _ = GuestMemory.TryWrite(regions, new GuestPhysical(fixups[i].GuestPhysical), &value, fixups[i].WidthBytes);
        }
    }
}
