// The four page-directory-pointer-table entries that PAE paging keeps inside the processor.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>Loads them where a write of CR0 or CR4 would. SDM 3A, "PDPTE Registers".</summary>
internal static unsafe class PaePointers
{
    private const ulong Present = 1;
    private const ulong TableMask = 0xFFFF_FFE0;

    // Bits 2:1 and 8:5 are reserved; above the widest physical address too. But for bit 5: an emulator marks there that it has
    // used an entry, as in any other table.
    private const ulong Reserved = 0xFFF0_0000_0000_01C6;
    private const ulong Accessed = 1 << 5;

    /// <summary>False if an entry is present with a reserved bit set, or lies outside the partition's RAM.</summary>
    internal static bool TryLoad(ref Vcpu vcpu, ulong cr0, ulong cr4, ulong efer)
    {
        bool isPaePaging = (cr0 & CR0.PG) != 0 && (cr4 & CR4.PAE) != 0 && (efer & EFER.LMA) == 0;
        if (!isPaePaging)
        {
            return true;
        }

        Entries entries;
        GuestPhysical table = new GuestPhysical(vcpu.Cr3 & TableMask);
        if (!GuestMemory.TryRead(vcpu.Regions, table, entries.Values, 4 * sizeof(ulong)))
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            if ((entries.Values[i] & Present) != 0 && (entries.Values[i] & Reserved) != 0)
            {
                return false;
            }

            entries.Values[i] &= ~Accessed;
        }

        vcpu.Pdpte0 = entries.Values[0];
        vcpu.Pdpte1 = entries.Values[1];
        vcpu.Pdpte2 = entries.Values[2];
        vcpu.Pdpte3 = entries.Values[3];
        vcpu.Stale |= StaleState.PagePointers;
        return true;
    }

    private struct Entries
    {
        internal fixed ulong Values[4];
    }
}
