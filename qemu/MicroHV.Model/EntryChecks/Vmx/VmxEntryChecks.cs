// Which rule a refused VM entry violates: all checks in the order of the manual.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>
/// SDM 3C, "Checks on VMX Controls and Host-State Area" and "Checking and Loading Guest State". Pure: the answer
/// depends on nothing but the arguments, which the backend reads from the VMCS after the failure.
/// </summary>
public static class VmxEntryChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities,
        in VmxControlFields controls,
        in VmxHostFields host,
        in VmxGuestFields guest)
    {
        VmxEntryRule rule = VmxControlChecks.FirstViolation(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxHostStateChecks.FirstViolation(in capabilities, in controls, in host);
        return rule != VmxEntryRule.None
            ? rule
            : VmxGuestStateChecks.FirstViolation(in capabilities, in controls, in guest);
    }
}
