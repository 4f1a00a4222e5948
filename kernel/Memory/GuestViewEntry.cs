// Entries through which the kernel sees the memory of the partition that it serves.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// As <see cref="HostEntry"/>, but user pages that nobody executes: SMEP forbids running them, and SMAP lets only
/// <see cref="GuestMemory"/> reach them.
/// </summary>
public readonly struct GuestViewEntry : ITableEntry
{
    /// <inheritdoc/>
    public static ulong Table(HostPhysical next) => HostEntry.Table(next);

    /// <inheritdoc/>
    public static ulong Leaf(HostPhysical frame, RegionRights rights, MemoryType type, int level) =>
        HostEntry.Leaf(frame, rights & ~RegionRights.Execute, type, level) | HostEntry.User;

    /// <inheritdoc/>
    public static bool IsPresent(ulong entry) => HostEntry.IsPresent(entry);

    /// <inheritdoc/>
    public static bool IsLeaf(ulong entry, int level) => HostEntry.IsLeaf(entry, level);

    /// <inheritdoc/>
    public static HostPhysical Target(ulong entry, int level) => HostEntry.Target(entry, level);

    /// <inheritdoc/>
    public static RegionRights Rights(ulong entry) => HostEntry.Rights(entry);

    /// <inheritdoc/>
    public static MemoryType Type(ulong entry, int level) => HostEntry.Type(entry, level);
}
