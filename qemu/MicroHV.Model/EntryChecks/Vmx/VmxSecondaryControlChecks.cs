// Whether VM entry accepts the fields of VPID, EPT and the features that need EPT.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on VMX Controls", "VM-Execution Control Fields", from VPID to TSC scaling.</summary>
internal static class VmxSecondaryControlChecks
{
    private const ulong EptpSwitching = 1;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        uint secondary = VmxControlChecks.Secondary(in controls);
        if (Has(secondary, SecondaryControls.EnableVpid) && controls.Vpid == 0)
        {
            return VmxEntryRule.VpidZero;
        }

        bool hasEpt = Has(secondary, SecondaryControls.EnableEpt);
        VmxEntryRule rule = hasEpt ? Eptp(in capabilities, controls.Eptp) : WithoutEpt(secondary);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Pages(in capabilities, in controls, secondary);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmFunctions(in capabilities, in controls, secondary);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Shadowing(in capabilities, in controls, secondary);
        return rule != VmxEntryRule.None ? rule : TraceAndTime(in controls, secondary);
    }

    // Capability bits: SDM 3D, "VPID and EPT Capabilities". Pointer: SDM 3C, "Extended-Page-Table Pointer (EPTP)".
    private static VmxEntryRule Eptp(in VmxCapabilityFields capabilities, ulong eptp)
    {
        ulong supported = capabilities.EptVpid;
        bool isUncacheable = (eptp & 7) == 0 && Has(supported, 1ul << 8);
        bool isWriteBack = (eptp & 7) == 6 && Has(supported, 1ul << 14);
        if (!isUncacheable && !isWriteBack)
        {
            return VmxEntryRule.EptpMemoryType;
        }

        bool hasFourLevels = ((eptp >> 3) & 7) == 3 && Has(supported, 1ul << 6);
        bool hasFiveLevels = ((eptp >> 3) & 7) == 4 && Has(supported, 1ul << 7);
        if (!hasFourLevels && !hasFiveLevels)
        {
            return VmxEntryRule.EptpWalkLength;
        }

        if (Has(eptp, 1ul << 6) && !Has(supported, 1ul << 21))
        {
            return VmxEntryRule.EptpAccessedDirty;
        }

        if (Has(eptp, 1ul << 7) && !Has(supported, 1ul << 23))
        {
            return VmxEntryRule.EptpShadowStack;
        }

        if ((eptp & 0xF00) != 0)
        {
            return VmxEntryRule.EptpReserved;
        }

        return IsTooWide(eptp, in capabilities) ? VmxEntryRule.EptpWidth : VmxEntryRule.None;
    }

    private static VmxEntryRule WithoutEpt(uint secondary)
    {
        if (Has(secondary, SecondaryControls.EnablePml))
        {
            return VmxEntryRule.PmlWithoutEpt;
        }

        if (Has(secondary, SecondaryControls.UnrestrictedGuest))
        {
            return VmxEntryRule.UnrestrictedWithoutEpt;
        }

        if (Has(secondary, SecondaryControls.ModeBasedExecuteControl))
        {
            return VmxEntryRule.ModeBasedExecuteWithoutEpt;
        }

        if (Has(secondary, SecondaryControls.SubPageWritePermissions))
        {
            return VmxEntryRule.SubPageWithoutEpt;
        }

        return Has(secondary, SecondaryControls.PtUsesGuestPhysical)
            ? VmxEntryRule.PtGuestPhysicalWithoutEpt
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Pages(in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (Has(secondary, SecondaryControls.EnablePml))
        {
            if (IsUnaligned(controls.PmlAddress))
            {
                return VmxEntryRule.PmlAlignment;
            }

            if (IsTooWide(controls.PmlAddress, in capabilities))
            {
                return VmxEntryRule.PmlWidth;
            }
        }

        if (!Has(secondary, SecondaryControls.SubPageWritePermissions))
        {
            return VmxEntryRule.None;
        }

        if (IsUnaligned(controls.SubPagePermissionTable))
        {
            return VmxEntryRule.SubPageTableAlignment;
        }

        return IsTooWide(controls.SubPagePermissionTable, in capabilities)
            ? VmxEntryRule.SubPageTableWidth
            : VmxEntryRule.None;
    }

    private static VmxEntryRule VmFunctions(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (!Has(secondary, SecondaryControls.EnableVmFunctions))
        {
            return VmxEntryRule.None;
        }

        if (!Has(capabilities.VmFunctions, controls.VmFunctions))
        {
            return VmxEntryRule.VmFunctionsReserved;
        }

        if (!Has(controls.VmFunctions, EptpSwitching))
        {
            return VmxEntryRule.None;
        }

        if (!Has(secondary, SecondaryControls.EnableEpt))
        {
            return VmxEntryRule.EptpSwitchingWithoutEpt;
        }

        if (IsUnaligned(controls.EptpList))
        {
            return VmxEntryRule.EptpListAlignment;
        }

        return IsTooWide(controls.EptpList, in capabilities) ? VmxEntryRule.EptpListWidth : VmxEntryRule.None;
    }

    private static VmxEntryRule Shadowing(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (Has(secondary, SecondaryControls.VmcsShadowing))
        {
            if (IsUnaligned(controls.VmreadBitmap | controls.VmwriteBitmap))
            {
                return VmxEntryRule.ShadowBitmapAlignment;
            }

            if (IsTooWide(controls.VmreadBitmap | controls.VmwriteBitmap, in capabilities))
            {
                return VmxEntryRule.ShadowBitmapWidth;
            }
        }

        if (!Has(secondary, SecondaryControls.EptViolationException))
        {
            return VmxEntryRule.None;
        }

        if (IsUnaligned(controls.VirtualizationException))
        {
            return VmxEntryRule.VirtualizationExceptionAlignment;
        }

        return IsTooWide(controls.VirtualizationException, in capabilities)
            ? VmxEntryRule.VirtualizationExceptionWidth
            : VmxEntryRule.None;
    }

    private static VmxEntryRule TraceAndTime(in VmxControlFields controls, uint secondary)
    {
        bool switchesTrace = Has(controls.Entry, VmEntryControls.LoadRtitCtl)
            && Has(controls.Exit, VmExitControls.ClearRtitCtl);
        if (Has(secondary, SecondaryControls.PtUsesGuestPhysical) && !switchesTrace)
        {
            return VmxEntryRule.PtGuestPhysicalWithoutRtit;
        }

        return Has(secondary, SecondaryControls.UseTscScaling) && controls.TscMultiplier == 0
            ? VmxEntryRule.TscMultiplierZero
            : VmxEntryRule.None;
    }
}
