// The 4-level page tables that a native partition starts with.
using System.Buffers.Binary;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// Identity maps guest-physical memory in the format of SDM 3A, "4-Level Paging and 5-Level Paging". Accessed and dirty
/// flags are set from the start, so that the processor need not write the tables.
/// </summary>
/// <param name="origin">Guest-physical address of the first table, which is the root.</param>
internal sealed class GuestPageTables(ulong origin)
{
    /// <summary>Most tables that there may be: with the page behind them they end below 2 MiB.</summary>
    public const int MaxTables =
        (int)((RegionPlan.LargePageSizeBytes - NativeLayout.BootTables) / RegionPlan.PageSizeBytes) - 1;

    private const int EntriesPerTable = 512;
    private const ulong Present = 1UL << 0;
    private const ulong Writable = 1UL << 1;
    private const ulong WriteThrough = 1UL << 3;
    private const ulong CacheDisable = 1UL << 4;
    private const ulong Accessed = 1UL << 5;
    private const ulong Dirty = 1UL << 6;
    private const ulong LargePage = 1UL << 7;
    private const ulong ExecuteDisable = 1UL << 63;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    private readonly List<ulong[]> _tables = [new ulong[EntriesPerTable]];

    /// <summary>Number of tables so far.</summary>
    public int TableCount => _tables.Count;

    /// <summary>Guest-physical address of the first byte behind the tables.</summary>
    public ulong End => origin + ((ulong)_tables.Count * RegionPlan.PageSizeBytes);

    /// <summary>
    /// Maps a region with 2-MiB pages where it is aligned to them; false if that needs too many tables.
    /// </summary>
    public bool TryMap(AddressRange range, RegionRights rights, MemoryType type)
    {
        ulong flags = FlagsOf(rights, type);
        ulong address = range.Start;
        while (address < range.End)
        {
            bool isLarge = address % RegionPlan.LargePageSizeBytes == 0
                && range.End - address >= RegionPlan.LargePageSizeBytes;
            if (!TryMapPage(address, flags, isLarge))
            {
                return false;
            }

            address += isLarge ? RegionPlan.LargePageSizeBytes : RegionPlan.PageSizeBytes;
        }

        return true;
    }

    /// <summary>The tables as they lie in memory.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[(long)_tables.Count * (long)RegionPlan.PageSizeBytes];
        for (int table = 0; table < _tables.Count; table++)
        {
            Span<byte> page = bytes.AsSpan(table * (int)RegionPlan.PageSizeBytes, (int)RegionPlan.PageSizeBytes);
            for (int i = 0; i < EntriesPerTable; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(page[(i * sizeof(ulong))..], _tables[table][i]);
            }
        }

        return bytes;
    }

    private static ulong FlagsOf(RegionRights rights, MemoryType type)
    {
        ulong flags = Present | Accessed;
        flags |= (rights & RegionRights.Write) != 0 ? Writable | Dirty : 0;
        flags |= (rights & RegionRights.Execute) != 0 ? 0 : ExecuteDisable;
        return flags | (type == MemoryType.UC ? WriteThrough | CacheDisable : 0);
    }

    private bool TryMapPage(ulong address, ulong flags, bool isLarge)
    {
        const int LargeLevel = 2;
        int leafLevel = isLarge ? LargeLevel : 1;
        ulong[] table = _tables[0];
        for (int level = 4; level > leafLevel; level--)
        {
            ref ulong entry = ref table[IndexOf(address, level)];
            if ((entry & LargePage) != 0)
            {
                // Regions overlap; a rule says so.
                return true;
            }

            if (entry == 0)
            {
                if (_tables.Count == MaxTables)
                {
                    return false;
                }

                entry = End | Present | Writable | Accessed;
                _tables.Add(new ulong[EntriesPerTable]);
            }

            table = _tables[(int)(((entry & AddressMask) - origin) / RegionPlan.PageSizeBytes)];
        }

        ref ulong leaf = ref table[IndexOf(address, leafLevel)];
        leaf = leaf != 0 ? leaf : address | flags | (isLarge ? LargePage : 0);
        return true;
    }

    private static int IndexOf(ulong address, int level) => (int)(address >> (12 + (9 * (level - 1)))) & 511;
}
