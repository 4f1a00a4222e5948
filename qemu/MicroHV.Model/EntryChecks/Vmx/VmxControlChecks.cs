// Whether VM entry accepts the control fields of a VMCS.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>SDM 3C, "Checks on VMX Controls". A failure is VM-instruction error 7.</summary>
public static class VmxControlChecks
{
    /// <summary>
    /// The first violated rule, or <see cref="VmxEntryRule.None"/>. Of the guest only CR0 counts: what an exception
    /// delivers depends on its PE.
    /// </summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryRule rule = VmxExecutionControlChecks.FirstViolation(in capabilities, in controls);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = VmxExitControlChecks.FirstViolation(in capabilities, in controls);
        return rule != VmxEntryRule.None
            ? rule
            : VmxEntryControlChecks.FirstViolation(in capabilities, in controls, in guest);
    }

    /// <summary>The secondary controls that are in effect: all 0 unless activated.</summary>
    internal static uint Secondary(in VmxControlFields controls) =>
        VmxFieldRules.Has(controls.Primary, PrimaryControls.ActivateSecondaryControls) ? controls.Secondary : 0;
}
