// Whether VM entry accepts the segment and descriptor-table registers of the host-state area.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Host Segment and Descriptor-Table Registers".</summary>
internal static class VmxHostSegmentChecks
{
    // RPL in bits 1:0, TI in bit 2.
    private const ushort RplAndTi = 7;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxHostFields host)
    {
        VmxEntryRule rule = Selectors(in host);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = NullSelectors(in controls, in host);
        return rule != VmxEntryRule.None ? rule : Bases(in capabilities, in host);
    }

    private static VmxEntryRule Selectors(in VmxHostFields host)
    {
        if ((host.EsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostEsSelector;
        }

        if ((host.CsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostCsSelector;
        }

        if ((host.SsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostSsSelector;
        }

        if ((host.DsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostDsSelector;
        }

        if ((host.FsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostFsSelector;
        }

        if ((host.GsSelector & RplAndTi) != 0)
        {
            return VmxEntryRule.HostGsSelector;
        }

        return (host.TrSelector & RplAndTi) != 0 ? VmxEntryRule.HostTrSelector : VmxEntryRule.None;
    }

    private static VmxEntryRule NullSelectors(in VmxControlFields controls, in VmxHostFields host)
    {
        if (host.CsSelector == 0)
        {
            return VmxEntryRule.HostCsNull;
        }

        if (host.TrSelector == 0)
        {
            return VmxEntryRule.HostTrNull;
        }

        bool is64Bit = Has(controls.Exit, VmExitControls.HostAddressSpaceSize);
        return host.SsSelector == 0 && !is64Bit ? VmxEntryRule.HostSsNull : VmxEntryRule.None;
    }

    private static VmxEntryRule Bases(in VmxCapabilityFields capabilities, in VmxHostFields host)
    {
        if (!IsCanonical(host.FsBase, in capabilities))
        {
            return VmxEntryRule.HostFsBase;
        }

        if (!IsCanonical(host.GsBase, in capabilities))
        {
            return VmxEntryRule.HostGsBase;
        }

        if (!IsCanonical(host.GdtrBase, in capabilities))
        {
            return VmxEntryRule.HostGdtrBase;
        }

        if (!IsCanonical(host.IdtrBase, in capabilities))
        {
            return VmxEntryRule.HostIdtrBase;
        }

        return IsCanonical(host.TrBase, in capabilities) ? VmxEntryRule.None : VmxEntryRule.HostTrBase;
    }
}
