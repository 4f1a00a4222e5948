// Which rule a refused VMRUN violates: all checks in the order of the manual.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>
/// APM 2, "VMRUN Instruction", "Canonicalization and Consistency Checks". Pure: the answer depends on nothing but the
/// arguments, which the backend reads from the VMCB after the failure.
/// </summary>
public static class SvmEntryChecks
{
    /// <summary>The first violated rule, or <see cref="SvmEntryRule.None"/>.</summary>
    public static SvmEntryRule FirstViolation(
        in SvmCapabilityFields capabilities, in SvmControlFields controls, in SvmGuestFields guest)
    {
        SvmEntryRule rule = SvmGuestStateChecks.FirstViolation(in capabilities, in guest);
        if (rule != SvmEntryRule.None)
        {
            return rule;
        }

        rule = SvmControlChecks.FirstViolation(in capabilities, in controls, in guest);
        return rule != SvmEntryRule.None ? rule : SvmEventChecks.FirstViolation(controls.EventInjection);
    }
}
