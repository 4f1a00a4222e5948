// The kernel's own nested paging, run on a plan in a machine made of software.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Model;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Proofs;

/// <summary>
/// Builds every partition's nested tables as a boot would and reads back, entry by entry, what they map.
/// </summary>
/// <typeparam name="TEntry">The vendor's format.</typeparam>
internal static unsafe class NestedTables<TEntry>
    where TEntry : struct, ITableEntry
{
    private const int EntriesPerTable = 512;

    /// <summary>
    /// All that the tables of all partitions map, or null if the pool of the plan is too small for them.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="largestLevel">Level of the largest pages that the processor has: 2 or 3.</param>
    public static List<MappedExtent>? Map(SystemPlan plan, int largestLevel)
    {
        ulong poolSize = plan.Kernel.PoolSizeBytes;
        using SoftwareMachine machine = new(RegionPlan.PageSizeBytes + poolSize);
        FramePool pool = new(new HostPhysical(RegionPlan.PageSizeBytes), poolSize);
        List<MappedExtent> extents = [];
        foreach (PartitionPlan partition in plan.Partitions)
        {
            RegionRecord[] regions = [.. partition.Regions.Select(BlobWriter.RegionOf)];
            if (!NestedPaging<TEntry>.TryMapRegions(regions, largestLevel, ref pool, out HostPhysical root))
            {
                return null;
            }

            Read(machine, root.Value, PageTables<TEntry>.RootLevel, 0, partition.Index, extents);
        }

        return extents;
    }

    // Visits every entry of every table, so that nothing that is mapped stays unseen.
    private static void Read(
        SoftwareMachine machine, ulong table, int level, ulong guest, int partition, List<MappedExtent> extents)
    {
        ulong* entries = (ulong*)machine.Ram(table);
        ulong span = PageTables<TEntry>.SizeOf(level);
        for (int i = 0; i < EntriesPerTable; i++, guest += span)
        {
            if (!TEntry.IsPresent(entries[i]))
            {
                continue;
            }

            ulong target = TEntry.Target(entries[i], level).Value;
            if (!TEntry.IsLeaf(entries[i], level))
            {
                Read(machine, target, level - 1, guest, partition, extents);
                continue;
            }

            Append(extents, new MappedExtent(
                partition,
                guest,
                new AddressRange(target, span),
                TEntry.Rights(entries[i]),
                TEntry.Type(entries[i], level)));
        }
    }

    private static void Append(List<MappedExtent> extents, MappedExtent next)
    {
        if (extents.Count != 0 && extents[^1].PartitionIndex == next.PartitionIndex && extents[^1].IsContinuedBy(next))
        {
            MappedExtent last = extents[^1];
            AddressRange joined = new(last.Host.Start, last.Host.SizeBytes + next.Host.SizeBytes);
            extents[^1] = last with { Host = joined };
            return;
        }

        extents.Add(next);
    }
}
