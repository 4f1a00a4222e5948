// Whether VM entry accepts the fields that virtualize the local APIC, NMIs and interrupts.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on VMX Controls", from the TPR shadow to posted interrupts.</summary>
internal static class VmxVirtualApicChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        uint secondary = VmxControlChecks.Secondary(in controls);
        VmxEntryRule rule = Has(controls.Primary, PrimaryControls.UseTprShadow)
            ? WithTprShadow(in capabilities, in controls, secondary)
            : WithoutTprShadow(secondary);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Nmis(in controls);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = ApicAccess(in capabilities, in controls, secondary);
        return rule != VmxEntryRule.None ? rule : PostedInterrupts(in capabilities, in controls, secondary);
    }

    private static VmxEntryRule WithTprShadow(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (IsUnaligned(controls.VirtualApic))
        {
            return VmxEntryRule.VirtualApicAlignment;
        }

        if (IsTooWide(controls.VirtualApic, in capabilities))
        {
            return VmxEntryRule.VirtualApicWidth;
        }

        if (Has(secondary, SecondaryControls.VirtualInterruptDelivery))
        {
            return VmxEntryRule.None;
        }

        if (controls.TprThreshold >> 4 != 0)
        {
            return VmxEntryRule.TprThresholdReserved;
        }

        bool isAboveVtpr = controls.TprThreshold > (uint)controls.VirtualTaskPriority >> 4;
        return isAboveVtpr && !Has(secondary, SecondaryControls.VirtualizeApicAccesses)
            ? VmxEntryRule.TprThresholdAboveVtpr
            : VmxEntryRule.None;
    }

    private static VmxEntryRule WithoutTprShadow(uint secondary)
    {
        if (Has(secondary, SecondaryControls.VirtualizeX2ApicMode))
        {
            return VmxEntryRule.X2ApicWithoutTprShadow;
        }

        if (Has(secondary, SecondaryControls.ApicRegisterVirtualization))
        {
            return VmxEntryRule.ApicRegistersWithoutTprShadow;
        }

        return Has(secondary, SecondaryControls.VirtualInterruptDelivery)
            ? VmxEntryRule.InterruptDeliveryWithoutTprShadow
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Nmis(in VmxControlFields controls)
    {
        bool hasVirtualNmis = Has(controls.PinBased, PinBasedControls.VirtualNmis);
        if (hasVirtualNmis && !Has(controls.PinBased, PinBasedControls.NmiExiting))
        {
            return VmxEntryRule.VirtualNmisWithoutNmiExiting;
        }

        return !hasVirtualNmis && Has(controls.Primary, PrimaryControls.NmiWindowExiting)
            ? VmxEntryRule.NmiWindowWithoutVirtualNmis
            : VmxEntryRule.None;
    }

    private static VmxEntryRule ApicAccess(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (Has(secondary, SecondaryControls.VirtualizeApicAccesses))
        {
            if (IsUnaligned(controls.ApicAccess))
            {
                return VmxEntryRule.ApicAccessAlignment;
            }

            if (IsTooWide(controls.ApicAccess, in capabilities))
            {
                return VmxEntryRule.ApicAccessWidth;
            }

            if (Has(secondary, SecondaryControls.VirtualizeX2ApicMode))
            {
                return VmxEntryRule.X2ApicWithApicAccesses;
            }
        }

        bool delivers = Has(secondary, SecondaryControls.VirtualInterruptDelivery);
        return delivers && !Has(controls.PinBased, PinBasedControls.ExternalInterruptExiting)
            ? VmxEntryRule.InterruptDeliveryWithoutExternalExiting
            : VmxEntryRule.None;
    }

    private static VmxEntryRule PostedInterrupts(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, uint secondary)
    {
        if (!Has(controls.PinBased, PinBasedControls.ProcessPostedInterrupts))
        {
            return VmxEntryRule.None;
        }

        if (!Has(secondary, SecondaryControls.VirtualInterruptDelivery))
        {
            return VmxEntryRule.PostedWithoutInterruptDelivery;
        }

        if (!Has(controls.Exit, VmExitControls.AcknowledgeInterruptOnExit))
        {
            return VmxEntryRule.PostedWithoutAcknowledge;
        }

        if (controls.PostedInterruptVector > 255)
        {
            return VmxEntryRule.PostedVector;
        }

        if ((controls.PostedInterruptDescriptor & 0x3F) != 0)
        {
            return VmxEntryRule.PostedDescriptorAlignment;
        }

        return IsTooWide(controls.PostedInterruptDescriptor, in capabilities)
            ? VmxEntryRule.PostedDescriptorWidth
            : VmxEntryRule.None;
    }
}
