// What a format of page-table entries must say for the one walker to build and read tables of it.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// One format of 64-bit page-table entries: EPT, nested paging, the host's own. Implemented by empty structs that are used
/// only as type arguments. Levels count from 4 (the root) to 1 (entries that map 4-KiB pages).
/// </summary>
public interface ITableEntry
{
    /// <summary>An entry that points to the table at <paramref name="next"/>.</summary>
    static abstract ulong Table(HostPhysical next);

    /// <summary>An entry of <paramref name="level"/> (1, 2 or 3) that maps a page at <paramref name="frame"/>.</summary>
    static abstract ulong Leaf(HostPhysical frame, RegionRights rights, MemoryType type, int level);

    /// <summary>True if the processor would follow or use <paramref name="entry"/>.</summary>
    static abstract bool IsPresent(ulong entry);

    /// <summary>True if the present <paramref name="entry"/> of <paramref name="level"/> maps a page.</summary>
    static abstract bool IsLeaf(ulong entry, int level);

    /// <summary>The table or page that the present <paramref name="entry"/> leads to.</summary>
    static abstract HostPhysical Target(ulong entry, int level);

    /// <summary>The rights that a leaf grants.</summary>
    static abstract RegionRights Rights(ulong entry);

    /// <summary>The memory type of a leaf of <paramref name="level"/>.</summary>
    static abstract MemoryType Type(ulong entry, int level);
}
