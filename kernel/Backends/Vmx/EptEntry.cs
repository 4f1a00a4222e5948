// Entries of extended page tables. SDM 3C, "EPT Translation Mechanism".
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>The format of EPT entries.</summary>
public readonly struct EptEntry : ITableEntry
{
    private const ulong AllRights = 7;
    private const int MemoryTypeShift = 3;
    private const ulong MemoryTypeMask = 7UL << MemoryTypeShift;
    private const ulong PageSize = 1UL << 7;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    // "This value is 1 less than the EPT page-walk length": SDM 3C, "Extended-Page-Table Pointer (EPTP)".
    private const ulong PageWalkLengthMinusOne = 3;

    /// <inheritdoc/>
    public static ulong Table(HostPhysical next) => next.Value | AllRights;

    /// <summary>The EPT pointer for tables at <paramref name="root"/>, themselves in write-back memory.</summary>
    public static ulong Pointer(HostPhysical root) =>
        root.Value | (PageWalkLengthMinusOne << MemoryTypeShift) | (ulong)MemoryType.WB;

    // Read, write, execute are bits 0 to 2, as in RegionRights. The guest's PAT still combines with the type given here.
    /// <inheritdoc/>
    public static ulong Leaf(HostPhysical frame, RegionRights rights, MemoryType type, int level) =>
        frame.Value | (ulong)rights | ((ulong)type << MemoryTypeShift) | (level == 1 ? 0 : PageSize);

    /// <inheritdoc/>
    public static bool IsPresent(ulong entry) => (entry & AllRights) != 0;

    /// <inheritdoc/>
    public static bool IsLeaf(ulong entry, int level) => level == 1 || (entry & PageSize) != 0;

    /// <inheritdoc/>
    public static HostPhysical Target(ulong entry, int level) => new HostPhysical(entry & AddressMask);

    /// <inheritdoc/>
    public static RegionRights Rights(ulong entry) => (RegionRights)(entry & AllRights);

    /// <inheritdoc/>
    public static MemoryType Type(ulong entry, int level) => (MemoryType)((entry & MemoryTypeMask) >> MemoryTypeShift);
}
