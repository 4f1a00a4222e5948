// Whether VM entry accepts the guest-state area of a VMCS: its parts in the order of the manual.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>SDM 3C, "Checks on the Guest State Area". A failure is exit reason 33 with bit 31 set.</summary>
public static class VmxGuestStateChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryRule rule = VmxGuestControlRegisterChecks.FirstViolation(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxGuestSegmentChecks.FirstViolation(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxGuestDescriptorTableChecks.FirstViolation(in capabilities, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxGuestRipRflagsChecks.FirstViolation(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxGuestNonRegisterChecks.FirstViolation(in capabilities, in controls, in guest);
        return rule != VmxEntryRule.None
            ? rule
            : VmxGuestPdpteChecks.FirstViolation(in capabilities, in controls, in guest);
    }
}
