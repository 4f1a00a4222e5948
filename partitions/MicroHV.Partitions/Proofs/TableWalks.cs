// Walks the nested tables of a plan, as every kind of processor would have them.
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Memory;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Proofs;

/// <summary>
/// Runs the kernel's own nested paging on a plan, for both vendors and for processors with and without 1-GiB pages.
/// </summary>
public static class TableWalks
{
    private const int WithoutGigabytePages = 2;
    private const int WithGigabytePages = 3;

    /// <summary>The walks, always the same four in the same order.</summary>
    public static IReadOnlyList<TableWalk> Of(SystemPlan plan)
    {
        List<TableWalk> walks = [];

        // The kernel's sources find their machine through the thread that they run on; this one has no other.
        Thread thread = new(() =>
        {
            foreach (int largestLevel in new[] { WithoutGigabytePages, WithGigabytePages })
            {
                walks.Add(Walk<EptEntry>(plan, "EPT", largestLevel));
                walks.Add(Walk<NptEntry>(plan, "NPT", largestLevel));
            }
        });
        thread.Start();
        thread.Join();
        return walks;
    }

    private static TableWalk Walk<TEntry>(SystemPlan plan, string format, int largestLevel)
        where TEntry : struct, ITableEntry =>
        new(format, PageTables<TEntry>.SizeOf(largestLevel), NestedTables<TEntry>.Map(plan, largestLevel));
}
