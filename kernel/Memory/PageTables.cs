// Builds and walks 4-level page tables of any entry format: EPT, nested paging and the host's own come from here.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>The one walker. Tables come from a <see cref="FramePool"/> and are never given back.</summary>
/// <typeparam name="TEntry">The format of the entries.</typeparam>
public static unsafe class PageTables<TEntry>
    where TEntry : struct, ITableEntry
{
    /// <summary>Level of the root table.</summary>
    public const int RootLevel = 4;

    private const int IndexBits = 9;
    private const int PageBits = 12;

    /// <summary>
    /// Maps <paramref name="sizeBytes"/> from <paramref name="address"/> to <paramref name="frame"/> with the largest pages that
    /// alignment and <paramref name="largestLevel"/> (1: 4 KiB, 2: 2 MiB, 3: 1 GiB) allow. Address, frame and size are multiples
    /// of 4 KiB. False if the pool ran out, or if a page is there already (then the tables are half built: refuse the plan).
    /// </summary>
    public static bool TryMap(
        HostPhysical root,
        ulong address,
        HostPhysical frame,
        ulong sizeBytes,
        RegionRights rights,
        MemoryType type,
        int largestLevel,
        ref FramePool pool)
    {
        ulong done = 0;
        while (done < sizeBytes)
        {
            int level = LevelFor(address + done, frame.Value + done, sizeBytes - done, largestLevel);
            if (!TryFindSlot(root, address + done, level, ref pool, out ulong* slot) || TEntry.IsPresent(*slot))
            {
                return false;
            }

            *slot = TEntry.Leaf(new HostPhysical(frame.Value + done), rights, type, level);
            done += SizeOf(level);
        }

        return true;
    }

    /// <summary>Looks <paramref name="address"/> up as the processor would.</summary>
    public static PageMapping Walk(HostPhysical root, ulong address)
    {
        PageMapping found = default;
        HostPhysical table = root;
        for (int level = RootLevel; level >= 1; level--)
        {
            ulong entry = ((ulong*)Cpu.Frame(table))[IndexOf(address, level)];
            found.Level = level;
            if (!TEntry.IsPresent(entry))
            {
                return found;
            }

            if (TEntry.IsLeaf(entry, level))
            {
                found.IsMapped = true;
                found.Frame = TEntry.Target(entry, level);
                found.Rights = TEntry.Rights(entry);
                found.Type = TEntry.Type(entry, level);
                return found;
            }

            table = TEntry.Target(entry, level);
        }

        return found;
    }

    /// <summary>Bytes that one entry of <paramref name="level"/> spans.</summary>
    public static ulong SizeOf(int level) => 1UL << (PageBits + (IndexBits * (level - 1)));

    private static int LevelFor(ulong address, ulong frame, ulong sizeBytes, int largestLevel)
    {
        for (int level = largestLevel; level > 1; level--)
        {
            ulong pageSize = SizeOf(level);
            if (FrameSize.IsAligned(address | frame, pageSize) && sizeBytes >= pageSize)
            {
                return level;
            }
        }

        return 1;
    }

    private static bool TryFindSlot(HostPhysical root, ulong address, int leafLevel, ref FramePool pool, out ulong* slot)
    {
        HostPhysical table = root;
        for (int level = RootLevel; level > leafLevel; level--)
        {
            slot = (ulong*)Cpu.Frame(table) + IndexOf(address, level);
            if (!TEntry.IsPresent(*slot))
            {
                if (!pool.TryTake(1, out HostPhysical next))
                {
                    return false;
                }

                *slot = TEntry.Table(next);
            }
            else if (TEntry.IsLeaf(*slot, level))
            {
                return false;
            }

            table = TEntry.Target(*slot, level);
        }

        slot = (ulong*)Cpu.Frame(table) + IndexOf(address, leafLevel);
        return true;
    }

    private static int IndexOf(ulong address, int level) =>
        (int)(address >> (PageBits + (IndexBits * (level - 1)))) & ((1 << IndexBits) - 1);
}
