// Whether VM entry accepts the guest's control registers, debug registers and MSRs.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Control Registers, Debug Registers, and MSRs".</summary>
internal static class VmxGuestControlRegisterChecks
{
    private const ulong BndcfgsReserved = 0xFFC;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryRule rule = Cr0AndCr4(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = ModesAndDebug(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Msrs(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Efer(in capabilities, in controls, in guest);
        return rule != VmxEntryRule.None ? rule : BoundsCetAndKeys(in capabilities, in controls, in guest);
    }

    private static VmxEntryRule Cr0AndCr4(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        // "Bit 29 (corresponding to CR0.NW) and bit 30 (CD) are never checked because the values of these bits are not
        // changed by VM entry"; PE and PG are not for an unrestricted guest.
        bool isUnrestricted = Has(VmxControlChecks.Secondary(in controls), SecondaryControls.UnrestrictedGuest);
        ulong unchecked0 = CR0.NW | CR0.CD | (isUnrestricted ? CR0.PE | CR0.PG : 0);
        if (!IsFixed(guest.Cr0 & ~unchecked0, capabilities.Cr0Fixed0 & ~unchecked0, capabilities.Cr0Fixed1))
        {
            return VmxEntryRule.GuestCr0;
        }

        if (Has(guest.Cr0, CR0.PG) && !Has(guest.Cr0, CR0.PE))
        {
            return VmxEntryRule.GuestPagingWithoutProtection;
        }

        if (!IsFixed(guest.Cr4, capabilities.Cr4Fixed0, capabilities.Cr4Fixed1))
        {
            return VmxEntryRule.GuestCr4;
        }

        return Has(guest.Cr4, CR4.CET) && !Has(guest.Cr0, CR0.WP)
            ? VmxEntryRule.GuestCetWithoutWriteProtect
            : VmxEntryRule.None;
    }

    private static VmxEntryRule ModesAndDebug(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        bool loadsDebug = Has(controls.Entry, VmEntryControls.LoadDebugControls);
        if (loadsDebug && !Has(capabilities.DebugCtlDefined, guest.DebugCtl))
        {
            return VmxEntryRule.GuestDebugCtl;
        }

        bool isIa32e = Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        if (isIa32e && !Has(guest.Cr0, CR0.PG))
        {
            return VmxEntryRule.GuestIa32eWithoutPaging;
        }

        if (isIa32e && !Has(guest.Cr4, CR4.PAE))
        {
            return VmxEntryRule.GuestIa32eWithoutPae;
        }

        if (!isIa32e && Has(guest.Cr4, CR4.PCIDE))
        {
            return VmxEntryRule.GuestPcideOutsideIa32e;
        }

        if (IsTooWide(guest.Cr3, in capabilities))
        {
            return VmxEntryRule.GuestCr3;
        }

        return loadsDebug && guest.Dr7 >> 32 != 0 ? VmxEntryRule.GuestDr7 : VmxEntryRule.None;
    }

    private static VmxEntryRule Msrs(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        if (!IsCanonical(guest.SysenterEsp, in capabilities))
        {
            return VmxEntryRule.GuestSysenterEsp;
        }

        if (!IsCanonical(guest.SysenterEip, in capabilities))
        {
            return VmxEntryRule.GuestSysenterEip;
        }

        bool loadsPerf = Has(controls.Entry, VmEntryControls.LoadPerfGlobalCtrl);
        if (loadsPerf && !Has(capabilities.PerfGlobalCtrlDefined, guest.PerfGlobalCtrl))
        {
            return VmxEntryRule.GuestPerfGlobalCtrl;
        }

        return Has(controls.Entry, VmEntryControls.LoadPat) && !IsPat(guest.Pat)
            ? VmxEntryRule.GuestPat
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Efer(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        if (!Has(controls.Entry, VmEntryControls.LoadEfer))
        {
            return VmxEntryRule.None;
        }

        if (!Has(capabilities.EferDefined, guest.Efer))
        {
            return VmxEntryRule.GuestEferReserved;
        }

        bool isActive = Has(guest.Efer, EFER.LMA);
        if (isActive != Has(controls.Entry, VmEntryControls.Ia32eModeGuest))
        {
            return VmxEntryRule.GuestEferLma;
        }

        return Has(guest.Cr0, CR0.PG) && Has(guest.Efer, EFER.LME) != isActive
            ? VmxEntryRule.GuestEferLme
            : VmxEntryRule.None;
    }

    private static VmxEntryRule BoundsCetAndKeys(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        bool isBndcfgsRight = (guest.Bndcfgs & BndcfgsReserved) == 0
            && IsCanonical(guest.Bndcfgs & ~0xFFFul, in capabilities);
        if (Has(controls.Entry, VmEntryControls.LoadBndcfgs) && !isBndcfgsRight)
        {
            return VmxEntryRule.GuestBndcfgs;
        }

        if (Has(controls.Entry, VmEntryControls.LoadCetState))
        {
            if (!IsSCet(guest.SCet, in capabilities))
            {
                return VmxEntryRule.GuestSCet;
            }

            if (!IsCanonical(guest.InterruptSspTable, in capabilities))
            {
                return VmxEntryRule.GuestInterruptSspTable;
            }
        }

        return Has(controls.Entry, VmEntryControls.LoadPkrs) && guest.Pkrs >> 32 != 0
            ? VmxEntryRule.GuestPkrs
            : VmxEntryRule.None;
    }
}
