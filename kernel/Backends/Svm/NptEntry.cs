// Entries of nested page tables. APM 2, "Nested Paging".
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;

/// <summary>
/// The format of nested entries: that of the host's own tables, where every guest access counts as a user's. Bits that a processor
/// would set by itself are set from the start, so that tables stay as they were built.
/// </summary>
public readonly struct NptEntry : ITableEntry
{
    private const ulong Present = 1UL << 0;
    private const ulong Writable = 1UL << 1;
    private const ulong User = 1UL << 2;
    private const int TypeShift = 3;
    private const ulong Accessed = 1UL << 5;
    private const ulong Dirty = 1UL << 6;
    private const ulong PageSize = 1UL << 7;
    private const ulong PatOfSmallPage = 1UL << 7;
    private const ulong PatOfLargePage = 1UL << 12;
    private const ulong ExecuteDisable = 1UL << 63;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    /// <inheritdoc/>
    public static ulong Table(HostPhysical next) => next.Value | Present | Writable | User | Accessed;

    /// <inheritdoc/>
    public static ulong Leaf(HostPhysical frame, RegionRights rights, MemoryType type, int level)
    {
        ulong entry = frame.Value | Present | User | Accessed | Dirty;
        entry |= (rights & RegionRights.Write) != 0 ? Writable : 0;
        entry |= (rights & RegionRights.Execute) != 0 ? 0 : ExecuteDisable;

        // PWT, PCD and PAT are an index into the host's PAT: APM 2, "Combining Memory Types, MTRRs".
        uint index = PageAttributes.IndexOf(type);
        entry |= (ulong)(index & 3) << TypeShift;
        entry |= (index & 4) == 0 ? 0 : level == 1 ? PatOfSmallPage : PatOfLargePage;
        return level == 1 ? entry : entry | PageSize;
    }

    /// <inheritdoc/>
    public static bool IsPresent(ulong entry) => (entry & Present) != 0;

    /// <inheritdoc/>
    public static bool IsLeaf(ulong entry, int level) => level == 1 || (entry & PageSize) != 0;

    /// <inheritdoc/>
    public static HostPhysical Target(ulong entry, int level)
    {
        ulong address = entry & AddressMask;
        bool isLargePage = level > 1 && (entry & PageSize) != 0;
        return new HostPhysical(isLargePage ? address & ~PatOfLargePage : address);
    }

    /// <inheritdoc/>
    public static RegionRights Rights(ulong entry) =>
        RegionRights.Read
        | ((entry & Writable) != 0 ? RegionRights.Write : RegionRights.None)
        | ((entry & ExecuteDisable) == 0 ? RegionRights.Execute : RegionRights.None);

    /// <inheritdoc/>
    public static MemoryType Type(ulong entry, int level)
    {
        uint index = (uint)(entry >> TypeShift) & 3;
        index |= (entry & (level == 1 ? PatOfSmallPage : PatOfLargePage)) != 0 ? 4u : 0u;
        return PageAttributes.TypeOf(index);
    }
}
