// Whether VM entry accepts the VM-exit control fields.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on VMX Controls", "VM-Exit Control Fields".</summary>
internal static class VmxExitControlChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        if (!IsAllowed(controls.Exit, capabilities.Exit))
        {
            return VmxEntryRule.ExitReserved;
        }

        bool usesSecondary = Has(controls.Exit, VmExitControls.ActivateSecondaryControls);
        if (usesSecondary && !Has(capabilities.SecondaryExit, controls.SecondaryExit))
        {
            return VmxEntryRule.SecondaryExitReserved;
        }

        bool savesTimer = Has(controls.Exit, VmExitControls.SaveVmxPreemptionTimer);
        if (savesTimer && !Has(controls.PinBased, PinBasedControls.ActivateVmxPreemptionTimer))
        {
            return VmxEntryRule.SaveTimerWithoutTimer;
        }

        return MsrAreas(in capabilities, in controls);
    }

    private static VmxEntryRule MsrAreas(in VmxCapabilityFields capabilities, in VmxControlFields controls)
    {
        if (controls.ExitMsrStoreCount != 0)
        {
            if ((controls.ExitMsrStore & 0xF) != 0)
            {
                return VmxEntryRule.ExitMsrStoreAlignment;
            }

            if (IsMsrAreaTooWide(controls.ExitMsrStore, controls.ExitMsrStoreCount, in capabilities))
            {
                return VmxEntryRule.ExitMsrStoreWidth;
            }
        }

        if (controls.ExitMsrLoadCount == 0)
        {
            return VmxEntryRule.None;
        }

        if ((controls.ExitMsrLoad & 0xF) != 0)
        {
            return VmxEntryRule.ExitMsrLoadAlignment;
        }

        return IsMsrAreaTooWide(controls.ExitMsrLoad, controls.ExitMsrLoadCount, in capabilities)
            ? VmxEntryRule.ExitMsrLoadWidth
            : VmxEntryRule.None;
    }
}
