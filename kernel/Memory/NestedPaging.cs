// A guest's memory map: its regions as nested tables.
namespace MicroHV.Kernel.Memory;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Builds nested tables of one format from a partition's regions. The host tools run this too, on the plan.</summary>
/// <typeparam name="TEntry">The vendor's format.</typeparam>
public static class NestedPaging<TEntry>
    where TEntry : struct, ITableEntry
{
    /// <summary>
    /// Maps every region and returns the root. <paramref name="largestLevel"/> is the level of the largest pages that the
    /// processor has: 1, 2 or 3. False if the pool has too few frames.
    /// </summary>
    public static bool TryMapRegions(
        ReadOnlySpan<RegionRecord> regions,
        int largestLevel,
        ref FramePool pool,
        out HostPhysical root)
    {
        if (!pool.TryTake(1, out root))
        {
            return false;
        }

        for (int i = 0; i < regions.Length; i++)
        {
            ref readonly RegionRecord region = ref regions[i];
            bool isMapped = PageTables<TEntry>.TryMap(
                root,
                region.GuestPhysical,
                new HostPhysical(region.HostPhysical),
                region.SizeBytes,
                region.Rights,
                region.MemoryType,
                largestLevel,
                ref pool);
            if (!isMapped)
            {
                return false;
            }
        }

        return true;
    }
}
