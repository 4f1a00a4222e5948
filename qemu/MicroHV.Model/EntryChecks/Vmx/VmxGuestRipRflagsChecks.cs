// Whether VM entry accepts the guest's RIP, RFLAGS and SSP.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest RIP, RFLAGS, and SSP".</summary>
internal static class VmxGuestRipRflagsChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        // "Bits 63:N must be identical": unlike a canonical address, bit N-1 may differ.
        int width = (int)capabilities.LinearAddressWidth;
        bool isIa32e = Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        bool is64Bit = isIa32e && new VmxAccessRights(guest.Cs.AccessRights).IsLong;
        if (!is64Bit && guest.Rip >> 32 != 0)
        {
            return VmxEntryRule.GuestRipHigh;
        }

        if (is64Bit && !AreEqualFrom(guest.Rip, width))
        {
            return VmxEntryRule.GuestRipWidth;
        }

        VmxEntryRule rule = Rflags(in controls, in guest, isIa32e);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        bool isSspRight = (guest.Ssp & 3) == 0 && AreEqualFrom(guest.Ssp, width);
        return Has(controls.Entry, VmEntryControls.LoadCetState) && !isSspRight
            ? VmxEntryRule.GuestSsp
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Rflags(in VmxControlFields controls, in VmxGuestFields guest, bool isIa32e)
    {
        if ((guest.Rflags & RFLAGS.Reserved) != 0)
        {
            return VmxEntryRule.GuestRflagsReserved;
        }

        if (!Has(guest.Rflags, RFLAGS.Fixed1))
        {
            return VmxEntryRule.GuestRflagsFixed;
        }

        bool mayBeVirtual8086 = !isIa32e && Has(guest.Cr0, CR0.PE);
        if (Has(guest.Rflags, RFLAGS.VM) && !mayBeVirtual8086)
        {
            return VmxEntryRule.GuestRflagsVm;
        }

        VmxEntryEvent entryEvent = new(controls.EntryInterruption);
        return entryEvent.IsInjected(VmxEntryEvent.ExternalInterrupt) && !Has(guest.Rflags, RFLAGS.IF)
            ? VmxEntryRule.GuestRflagsIf
            : VmxEntryRule.None;
    }
}
