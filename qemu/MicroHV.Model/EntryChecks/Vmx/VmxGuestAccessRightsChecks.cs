// Whether VM entry accepts the access rights of the guest's segment registers.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Segment Registers": access-rights fields.</summary>
internal static class VmxGuestAccessRightsChecks
{
    private const ushort Rpl = 3;
    private const uint DataReadWriteAccessed = 3;
    private const uint DataReadWriteExpandDownAccessed = 7;
    private const uint LdtType = 2;
    private const uint BusyTss16Type = 3;
    private const uint BusyTssType = 11;

    /// <summary>CS, SS, DS, ES, FS and GS of a guest that is not in virtual-8086 mode.</summary>
    public static VmxEntryRule CodeStackAndData(in VmxControlFields controls, in VmxGuestFields guest)
    {
        bool isUnrestricted = Has(VmxControlChecks.Secondary(in controls), SecondaryControls.UnrestrictedGuest);
        VmxEntryRule rule = Code(in controls, in guest, isUnrestricted);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Stack(in guest, isUnrestricted);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Data(in guest.Ds, VmxSegmentNumber.Ds, isUnrestricted);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Data(in guest.Es, VmxSegmentNumber.Es, isUnrestricted);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Data(in guest.Fs, VmxSegmentNumber.Fs, isUnrestricted);
        return rule != VmxEntryRule.None ? rule : Data(in guest.Gs, VmxSegmentNumber.Gs, isUnrestricted);
    }

    /// <summary>TR and LDTR, in every mode.</summary>
    public static VmxEntryRule System(in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxAccessRights tr = new(guest.Tr.AccessRights);
        bool isIa32e = Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        if (tr.Type != BusyTssType && (isIa32e || tr.Type != BusyTss16Type))
        {
            return VmxEntryRule.GuestTrType;
        }

        VmxEntryRule rule = Shared(in guest.Tr, VmxSegmentNumber.Tr, isCodeOrData: false);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        if (!tr.IsUsable)
        {
            return VmxEntryRule.GuestTrUnusable;
        }

        VmxAccessRights ldtr = new(guest.Ldtr.AccessRights);
        if (!ldtr.IsUsable)
        {
            return VmxEntryRule.None;
        }

        return ldtr.Type != LdtType
            ? VmxEntryRule.GuestLdtrType
            : Shared(in guest.Ldtr, VmxSegmentNumber.Ldtr, isCodeOrData: false);
    }

    private static VmxEntryRule Code(in VmxControlFields controls, in VmxGuestFields guest, bool isUnrestricted)
    {
        VmxAccessRights cs = new(guest.Cs.AccessRights);
        VmxAccessRights ss = new(guest.Ss.AccessRights);
        bool isData = cs.Type == DataReadWriteAccessed;
        bool isAccessedCode = cs.IsCode && cs.IsAccessed;
        if (!isAccessedCode && !(isData && isUnrestricted))
        {
            return VmxEntryRule.GuestCsType;
        }

        if (isData && cs.Dpl != 0)
        {
            return VmxEntryRule.GuestCsDplData;
        }

        if (isAccessedCode && !cs.IsConformingCode && cs.Dpl != ss.Dpl)
        {
            return VmxEntryRule.GuestCsDplNonConforming;
        }

        if (cs.IsConformingCode && cs.Dpl > ss.Dpl)
        {
            return VmxEntryRule.GuestCsDplConforming;
        }

        bool is64Bit = cs.IsLong && Has(controls.Entry, VmEntryControls.Ia32eModeGuest);
        return is64Bit && cs.IsDefaultBig
            ? VmxEntryRule.GuestCsDefaultSize
            : Shared(in guest.Cs, VmxSegmentNumber.Cs, isCodeOrData: true);
    }

    private static VmxEntryRule Stack(in VmxGuestFields guest, bool isUnrestricted)
    {
        VmxAccessRights ss = new(guest.Ss.AccessRights);
        if (ss.IsUsable && ss.Type != DataReadWriteAccessed && ss.Type != DataReadWriteExpandDownAccessed)
        {
            return VmxEntryRule.GuestSsType;
        }

        if (!isUnrestricted && ss.Dpl != (uint)(guest.Ss.Selector & Rpl))
        {
            return VmxEntryRule.GuestSsDplRpl;
        }

        bool isCsData = new VmxAccessRights(guest.Cs.AccessRights).Type == DataReadWriteAccessed;
        bool mustBeZero = isCsData || !Has(guest.Cr0, CR0.PE);
        if (mustBeZero && ss.Dpl != 0)
        {
            return VmxEntryRule.GuestSsDplZero;
        }

        return ss.IsUsable ? Shared(in guest.Ss, VmxSegmentNumber.Ss, isCodeOrData: true) : VmxEntryRule.None;
    }

    private static VmxEntryRule Data(in VmxSegmentFields segment, uint register, bool isUnrestricted)
    {
        VmxAccessRights rights = new(segment.AccessRights);
        if (!rights.IsUsable)
        {
            return VmxEntryRule.None;
        }

        bool isUnreadableCode = rights.IsCode && !rights.IsReadableOrWritable;
        if (!rights.IsAccessed || isUnreadableCode)
        {
            return VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsType, register);
        }

        bool mustCoverRpl = !isUnrestricted && !rights.IsConformingCode;
        return mustCoverRpl && rights.Dpl < (uint)(segment.Selector & Rpl)
            ? VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsDpl, register)
            : Shared(in segment, register, isCodeOrData: true);
    }

    // What is asked of every register: S, P, reserved bits and granularity.
    private static VmxEntryRule Shared(in VmxSegmentFields segment, uint register, bool isCodeOrData)
    {
        VmxAccessRights rights = new(segment.AccessRights);
        if (rights.IsCodeOrData != isCodeOrData)
        {
            return VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsDescriptorType, register);
        }

        if (!rights.IsPresent)
        {
            return VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsPresent, register);
        }

        if (rights.HasReservedBits)
        {
            return VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsAccessRightsReserved, register);
        }

        bool isLowFull = (segment.Limit & 0xFFF) == 0xFFF;
        if (rights.IsGranular && !isLowFull)
        {
            return VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsGranularityClear, register);
        }

        return !rights.IsGranular && segment.Limit >> 20 != 0
            ? VmxGuestSegmentChecks.Of(VmxEntryRule.GuestEsGranularitySet, register)
            : VmxEntryRule.None;
    }
}
