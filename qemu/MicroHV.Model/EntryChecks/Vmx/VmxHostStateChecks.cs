// Whether VM entry accepts the host-state area of a VMCS.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>
/// SDM 3C, "Checks on Host Control Registers, MSRs, and SSP", "Checks on Host Segment and Descriptor-Table Registers"
/// and "Checks Related to Address-Space Size". A failure is VM-instruction error 8, or 7 where a control is wrong.
/// </summary>
public static class VmxHostStateChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxHostFields host)
    {
        VmxEntryRule rule = ControlRegisters(in capabilities, in host);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Msrs(in capabilities, in controls, in host);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = CetAndKeys(in capabilities, in controls, in host);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxHostSegmentChecks.FirstViolation(in capabilities, in controls, in host);
        return rule != VmxEntryRule.None ? rule : AddressSpaceSize(in capabilities, in controls, in host);
    }

    private static VmxEntryRule ControlRegisters(in VmxCapabilityFields capabilities, in VmxHostFields host)
    {
        if (!IsFixed(host.Cr0, capabilities.Cr0Fixed0, capabilities.Cr0Fixed1))
        {
            return VmxEntryRule.HostCr0;
        }

        if (!IsFixed(host.Cr4, capabilities.Cr4Fixed0, capabilities.Cr4Fixed1))
        {
            return VmxEntryRule.HostCr4;
        }

        if (Has(host.Cr4, CR4.CET) && !Has(host.Cr0, CR0.WP))
        {
            return VmxEntryRule.HostCetWithoutWriteProtect;
        }

        return IsTooWide(host.Cr3, in capabilities) ? VmxEntryRule.HostCr3 : VmxEntryRule.None;
    }

    private static VmxEntryRule Msrs(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxHostFields host)
    {
        if (!IsCanonical(host.SysenterEsp, in capabilities))
        {
            return VmxEntryRule.HostSysenterEsp;
        }

        if (!IsCanonical(host.SysenterEip, in capabilities))
        {
            return VmxEntryRule.HostSysenterEip;
        }

        bool loadsPerf = Has(controls.Exit, VmExitControls.LoadPerfGlobalCtrl);
        if (loadsPerf && !Has(capabilities.PerfGlobalCtrlDefined, host.PerfGlobalCtrl))
        {
            return VmxEntryRule.HostPerfGlobalCtrl;
        }

        if (Has(controls.Exit, VmExitControls.LoadPat) && !IsPat(host.Pat))
        {
            return VmxEntryRule.HostPat;
        }

        if (!Has(controls.Exit, VmExitControls.LoadEfer))
        {
            return VmxEntryRule.None;
        }

        if (!Has(capabilities.EferDefined, host.Efer))
        {
            return VmxEntryRule.HostEferReserved;
        }

        bool is64Bit = Has(controls.Exit, VmExitControls.HostAddressSpaceSize);
        ulong mode = host.Efer & (EFER.LMA | EFER.LME);
        return mode != (is64Bit ? EFER.LMA | EFER.LME : 0) ? VmxEntryRule.HostEferMode : VmxEntryRule.None;
    }

    private static VmxEntryRule CetAndKeys(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxHostFields host)
    {
        if (Has(controls.Exit, VmExitControls.LoadCetState))
        {
            if (!IsSCet(host.SCet, in capabilities))
            {
                return VmxEntryRule.HostSCet;
            }

            if ((host.Ssp & 3) != 0 || !IsCanonical(host.Ssp, in capabilities))
            {
                return VmxEntryRule.HostSsp;
            }

            if (!IsCanonical(host.InterruptSspTable, in capabilities))
            {
                return VmxEntryRule.HostInterruptSspTable;
            }
        }

        return Has(controls.Exit, VmExitControls.LoadPkrs) && host.Pkrs >> 32 != 0
            ? VmxEntryRule.HostPkrs
            : VmxEntryRule.None;
    }

    private static VmxEntryRule AddressSpaceSize(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxHostFields host)
    {
        bool isGuestIa32e = Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        bool isHost64Bit = Has(controls.Exit, VmExitControls.HostAddressSpaceSize);
        if (!host.IsInIa32eMode && isGuestIa32e)
        {
            return VmxEntryRule.Ia32eGuestOutsideIa32eMode;
        }

        if (!host.IsInIa32eMode && isHost64Bit)
        {
            return VmxEntryRule.Host64OutsideIa32eMode;
        }

        if (host.IsInIa32eMode && !isHost64Bit)
        {
            return VmxEntryRule.Host32InIa32eMode;
        }

        if (isHost64Bit)
        {
            if (!Has(host.Cr4, CR4.PAE))
            {
                return VmxEntryRule.Host64Pae;
            }

            return IsCanonical(host.Rip, in capabilities) ? VmxEntryRule.None : VmxEntryRule.Host64Rip;
        }

        if (Has(host.Cr4, CR4.PCIDE))
        {
            return VmxEntryRule.Host32Pcide;
        }

        return host.Rip >> 32 != 0 ? VmxEntryRule.Host32Rip : VmxEntryRule.None;
    }
}
