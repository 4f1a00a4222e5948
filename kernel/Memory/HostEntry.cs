// The host's own page-table entries.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Entries of supervisor pages. SDM 3A, "4-Level Paging and 5-Level Paging".</summary>
public readonly struct HostEntry : ITableEntry
{
    private const ulong Present = 1UL << 0;
    private const ulong Writable = 1UL << 1;
    private const ulong WriteThrough = 1UL << 3;
    private const ulong CacheDisable = 1UL << 4;
    private const ulong PageSize = 1UL << 7;
    private const ulong ExecuteDisable = 1UL << 63;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    /// <summary>"User" in an entry: the page is a guest's.</summary>
    public const ulong User = 1UL << 2;

    /// <inheritdoc/>
    public static ulong Table(HostPhysical next) => next.Value | Present | Writable | User;

    /// <inheritdoc/>
    public static ulong Leaf(HostPhysical frame, RegionRights rights, MemoryType type, int level)
    {
        ulong entry = frame.Value | Present;
        entry |= (rights & RegionRights.Write) != 0 ? Writable : 0;
        entry |= (rights & RegionRights.Execute) != 0 ? 0 : ExecuteDisable;
        entry |= type == MemoryType.WB ? 0 : WriteThrough | CacheDisable;
        return level == 1 ? entry : entry | PageSize;
    }

    /// <inheritdoc/>
    public static bool IsPresent(ulong entry) => (entry & Present) != 0;

    /// <inheritdoc/>
    public static bool IsLeaf(ulong entry, int level) => level == 1 || (entry & PageSize) != 0;

    /// <inheritdoc/>
    public static HostPhysical Target(ulong entry, int level) => new HostPhysical(entry & AddressMask);

    /// <inheritdoc/>
    public static RegionRights Rights(ulong entry) =>
        RegionRights.Read
        | ((entry & Writable) != 0 ? RegionRights.Write : RegionRights.None)
        | ((entry & ExecuteDisable) == 0 ? RegionRights.Execute : RegionRights.None);

    /// <inheritdoc/>
    public static MemoryType Type(ulong entry, int level) => (entry & CacheDisable) == 0 ? MemoryType.WB : MemoryType.UC;
}
