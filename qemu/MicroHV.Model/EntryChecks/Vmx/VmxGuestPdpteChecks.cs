// Whether VM entry accepts the page-directory-pointer-table entries of a guest with PAE paging.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Page-Directory-Pointer-Table Entries".</summary>
internal static class VmxGuestPdpteChecks
{
    private const ulong Present = 1;

    // Bits 2:1 and 8:5; SDM 3A, "PAE Paging", "PDPTE Registers".
    private const ulong Reserved = 0x1E6;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        bool isPaging = Has(guest.Cr0, CR0.PG);
        bool isIa32e = Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        bool hasPdptes = isPaging && Has(guest.Cr4, CR4.PAE) && !isIa32e;
        if (!hasPdptes)
        {
            return VmxEntryRule.None;
        }

        if (IsBroken(guest.Pdpte0, in capabilities))
        {
            return VmxEntryRule.GuestPdpte0;
        }

        if (IsBroken(guest.Pdpte1, in capabilities))
        {
            return VmxEntryRule.GuestPdpte1;
        }

        if (IsBroken(guest.Pdpte2, in capabilities))
        {
            return VmxEntryRule.GuestPdpte2;
        }

        return IsBroken(guest.Pdpte3, in capabilities) ? VmxEntryRule.GuestPdpte3 : VmxEntryRule.None;
    }

    private static bool IsBroken(ulong entry, in VmxCapabilityFields capabilities) =>
        Has(entry, Present) && ((entry & Reserved) != 0 || IsTooWide(entry, in capabilities));
}
