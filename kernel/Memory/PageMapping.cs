// What a walk through page tables found at one address.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>The page that an address lies in, or the hole.</summary>
public struct PageMapping
{
    /// <summary>True if a page is there.</summary>
    public bool IsMapped;

    /// <summary>Level of the entry at which the walk ended: 1 to 4. A page of level n, or a hole as large, spans 4 KiB x 512^(n-1).</summary>
    public int Level;

    /// <summary>First byte of the page's memory.</summary>
    public HostPhysical Frame;

    /// <summary>What may be done there.</summary>
    public RegionRights Rights;

    /// <summary>Its memory type.</summary>
    public MemoryType Type;
}
