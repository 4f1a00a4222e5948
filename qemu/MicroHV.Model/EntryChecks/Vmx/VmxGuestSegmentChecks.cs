// Whether VM entry accepts the guest's segment registers: selectors, bases and limits.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Segment Registers".</summary>
internal static class VmxGuestSegmentChecks
{
    private const ushort Rpl = 3;
    private const ushort Ti = 4;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryRule rule = Selectors(in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        bool isVirtual8086 = Has(guest.Rflags, RFLAGS.VM);
        if (isVirtual8086)
        {
            rule = Virtual8086(in guest);
            if (rule != VmxEntryRule.None)
            {
                return rule;
            }
        }

        rule = Bases(in capabilities, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        if (!isVirtual8086)
        {
            rule = VmxGuestAccessRightsChecks.CodeStackAndData(in controls, in guest);
            if (rule != VmxEntryRule.None)
            {
                return rule;
            }
        }

        return VmxGuestAccessRightsChecks.System(in controls, in guest);
    }

    /// <summary>The rule of one register among rules that are numbered by register.</summary>
    internal static VmxEntryRule Of(VmxEntryRule esRule, uint register) => (VmxEntryRule)((uint)esRule + register);

    private static VmxEntryRule Selectors(in VmxControlFields controls, in VmxGuestFields guest)
    {
        if ((guest.Tr.Selector & Ti) != 0)
        {
            return VmxEntryRule.GuestTrSelectorTi;
        }

        if (new VmxAccessRights(guest.Ldtr.AccessRights).IsUsable && (guest.Ldtr.Selector & Ti) != 0)
        {
            return VmxEntryRule.GuestLdtrSelectorTi;
        }

        bool isUnrestricted = Has(VmxControlChecks.Secondary(in controls), SecondaryControls.UnrestrictedGuest);
        bool mustMatch = !isUnrestricted && !Has(guest.Rflags, RFLAGS.VM);
        return mustMatch && (guest.Ss.Selector & Rpl) != (guest.Cs.Selector & Rpl)
            ? VmxEntryRule.GuestSsSelectorRpl
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Virtual8086(in VmxGuestFields guest)
    {
        VmxEntryRule rule = Virtual8086(in guest.Cs, VmxSegmentNumber.Cs);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Virtual8086(in guest.Ss, VmxSegmentNumber.Ss);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Virtual8086(in guest.Ds, VmxSegmentNumber.Ds);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Virtual8086(in guest.Es, VmxSegmentNumber.Es);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Virtual8086(in guest.Fs, VmxSegmentNumber.Fs);
        return rule != VmxEntryRule.None ? rule : Virtual8086(in guest.Gs, VmxSegmentNumber.Gs);
    }

    private static VmxEntryRule Virtual8086(in VmxSegmentFields segment, uint register)
    {
        if (segment.Base != (ulong)segment.Selector << 4)
        {
            return Of(VmxEntryRule.GuestEsVirtual8086Base, register);
        }

        if (segment.Limit != 0xFFFF)
        {
            return Of(VmxEntryRule.GuestEsVirtual8086Limit, register);
        }

        return segment.AccessRights != VmxAccessRights.Virtual8086
            ? Of(VmxEntryRule.GuestEsVirtual8086AccessRights, register)
            : VmxEntryRule.None;
    }

    private static VmxEntryRule Bases(in VmxCapabilityFields capabilities, in VmxGuestFields guest)
    {
        if (!IsCanonical(guest.Tr.Base, in capabilities))
        {
            return VmxEntryRule.GuestTrBaseCanonical;
        }

        if (!IsCanonical(guest.Fs.Base, in capabilities))
        {
            return VmxEntryRule.GuestFsBaseCanonical;
        }

        if (!IsCanonical(guest.Gs.Base, in capabilities))
        {
            return VmxEntryRule.GuestGsBaseCanonical;
        }

        bool isLdtrUsable = new VmxAccessRights(guest.Ldtr.AccessRights).IsUsable;
        if (isLdtrUsable && !IsCanonical(guest.Ldtr.Base, in capabilities))
        {
            return VmxEntryRule.GuestLdtrBaseCanonical;
        }

        if (guest.Cs.Base >> 32 != 0)
        {
            return VmxEntryRule.GuestCsBaseHigh;
        }

        if (HasHighBase(in guest.Ss))
        {
            return VmxEntryRule.GuestSsBaseHigh;
        }

        if (HasHighBase(in guest.Ds))
        {
            return VmxEntryRule.GuestDsBaseHigh;
        }

        return HasHighBase(in guest.Es) ? VmxEntryRule.GuestEsBaseHigh : VmxEntryRule.None;
    }

    private static bool HasHighBase(in VmxSegmentFields segment) =>
        new VmxAccessRights(segment.AccessRights).IsUsable && segment.Base >> 32 != 0;
}
