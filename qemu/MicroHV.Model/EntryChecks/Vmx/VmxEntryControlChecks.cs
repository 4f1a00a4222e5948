// Whether VM entry accepts the VM-entry control fields, the injected event among them.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on VMX Controls", "VM-Entry Control Fields".</summary>
internal static class VmxEntryControlChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        if (!IsAllowed(controls.Entry, capabilities.Entry))
        {
            return VmxEntryRule.EntryReserved;
        }

        if (new VmxEntryEvent(controls.EntryInterruption).IsValid)
        {
            VmxEntryRule rule = Event(in capabilities, in controls, in guest);
            if (rule != VmxEntryRule.None)
            {
                return rule;
            }
        }

        if (controls.EntryMsrLoadCount != 0)
        {
            if ((controls.EntryMsrLoad & 0xF) != 0)
            {
                return VmxEntryRule.EntryMsrLoadAlignment;
            }

            if (IsMsrAreaTooWide(controls.EntryMsrLoad, controls.EntryMsrLoadCount, in capabilities))
            {
                return VmxEntryRule.EntryMsrLoadWidth;
            }
        }

        if (Has(controls.Entry, VmEntryControls.EntryToSmm))
        {
            return VmxEntryRule.EntryToSmm;
        }

        return Has(controls.Entry, VmEntryControls.DeactivateDualMonitorTreatment)
            ? VmxEntryRule.DeactivateDualMonitor
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Event(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryEvent entryEvent = new(controls.EntryInterruption);
        bool hasMonitorTrapFlag = Has(capabilities.Primary >> 32, PrimaryControls.MonitorTrapFlag);
        bool isUnknownOther = entryEvent.Type == VmxEntryEvent.OtherEvent && !hasMonitorTrapFlag;
        if (entryEvent.Type == VmxEntryEvent.ReservedType || isUnknownOther)
        {
            return VmxEntryRule.EventType;
        }

        bool isVectorRight = entryEvent.Type switch
        {
            VmxEntryEvent.Nmi => entryEvent.Vector == 2,
            VmxEntryEvent.HardwareException => entryEvent.Vector <= 31,
            VmxEntryEvent.OtherEvent => entryEvent.Vector == 0,
            _ => true,
        };
        if (!isVectorRight)
        {
            return VmxEntryRule.EventVector;
        }

        VmxEntryRule rule = EventErrorCode(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        // "IA32_VMX_MISC[30] … VM entry allows injection of a software event with an instruction length of 0."
        bool isZeroLengthAllowed = Has(capabilities.Miscellaneous, 1ul << 30);
        bool isLengthRight = controls.EntryInstructionLength <= 15
            && (controls.EntryInstructionLength != 0 || isZeroLengthAllowed);
        return entryEvent.IsSoftware && !isLengthRight ? VmxEntryRule.EventInstructionLength : VmxEntryRule.None;
    }

    private static VmxEntryRule EventErrorCode(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryEvent entryEvent = new(controls.EntryInterruption);
        bool isUnrestricted = Has(VmxControlChecks.Secondary(in controls), SecondaryControls.UnrestrictedGuest);
        bool isReal = isUnrestricted && !Has(guest.Cr0, CR0.PE);
        bool mayDeliver = entryEvent.Type == VmxEntryEvent.HardwareException && !isReal;

        // IA32_VMX_BASIC bit 56: an exception may be injected with or without an error code, whatever its vector.
        bool isFree = Has(capabilities.Basic, 1ul << 56);
        if (entryEvent.DeliversErrorCode && (!mayDeliver || (!isFree && !entryEvent.HasErrorCodeByVector)))
        {
            return VmxEntryRule.EventErrorCodeForbidden;
        }

        if (!entryEvent.DeliversErrorCode && mayDeliver && !isFree && entryEvent.HasErrorCodeByVector)
        {
            return VmxEntryRule.EventErrorCodeRequired;
        }

        if (entryEvent.HasReservedBits)
        {
            return VmxEntryRule.EventReserved;
        }

        return entryEvent.DeliversErrorCode && controls.EntryErrorCode >> 16 != 0
            ? VmxEntryRule.EventErrorCodeReserved
            : VmxEntryRule.None;
    }
}
