// Whether VM entry accepts the VM-execution control fields, EPT's and the newer features' apart.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on VMX Controls", "VM-Execution Control Fields".</summary>
internal static class VmxExecutionControlChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        VmxEntryRule rule = Settings(in capabilities, in controls);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Bitmaps(in capabilities, in controls);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxVirtualApicChecks.FirstViolation(in capabilities, in controls);
        return rule != VmxEntryRule.None
            ? rule
            : VmxSecondaryControlChecks.FirstViolation(in capabilities, in controls);
    }

    private static VmxEntryRule Settings(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        if (!IsAllowed(controls.PinBased, capabilities.PinBased))
        {
            return VmxEntryRule.PinBasedReserved;
        }

        if (!IsAllowed(controls.Primary, capabilities.Primary))
        {
            return VmxEntryRule.PrimaryReserved;
        }

        bool usesSecondary = Has(controls.Primary, PrimaryControls.ActivateSecondaryControls);
        if (usesSecondary && !IsAllowed(controls.Secondary, capabilities.Secondary))
        {
            return VmxEntryRule.SecondaryReserved;
        }

        bool usesTertiary = Has(controls.Primary, PrimaryControls.ActivateTertiaryControls);
        if (usesTertiary && !Has(capabilities.Tertiary, controls.Tertiary))
        {
            return VmxEntryRule.TertiaryReserved;
        }

        // "Bits 24:16 indicate the number of CR3-target values supported" — SDM 3D, "Miscellaneous Data".
        ulong cr3Targets = (capabilities.Miscellaneous >> 16) & 0x1FF;
        return controls.Cr3TargetCount > cr3Targets ? VmxEntryRule.Cr3TargetCount : VmxEntryRule.None;
    }

    private static VmxEntryRule Bitmaps(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        if (Has(controls.Primary, PrimaryControls.UseIoBitmaps))
        {
            if (IsUnaligned(controls.IoBitmapA | controls.IoBitmapB))
            {
                return VmxEntryRule.IoBitmapAlignment;
            }

            if (IsTooWide(controls.IoBitmapA | controls.IoBitmapB, in capabilities))
            {
                return VmxEntryRule.IoBitmapWidth;
            }
        }

        if (!Has(controls.Primary, PrimaryControls.UseMsrBitmaps))
        {
            return VmxEntryRule.None;
        }

        if (IsUnaligned(controls.MsrBitmap))
        {
            return VmxEntryRule.MsrBitmapAlignment;
        }

        return IsTooWide(controls.MsrBitmap, in capabilities) ? VmxEntryRule.MsrBitmapWidth : VmxEntryRule.None;
    }
}
