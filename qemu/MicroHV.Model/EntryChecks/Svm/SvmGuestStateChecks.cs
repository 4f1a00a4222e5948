// Whether VMRUN accepts the state save area of a VMCB.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

/// <summary>APM 2, "Canonicalization and Consistency Checks", the conditions on guest state.</summary>
public static class SvmGuestStateChecks
{
    // CS attributes: L is descriptor bit 53, D is 54.
    private const uint CsLong = 1u << 9;
    private const uint CsDefaultBig = 1u << 10;

    /// <summary>The first violated rule, or <see cref="SvmEntryRule.None"/>.</summary>
    public static SvmEntryRule FirstViolation(in SvmCapabilityFields capabilities, in SvmGuestFields guest)
    {
        SvmEntryRule rule = ControlRegisters(in capabilities, in guest);
        if (rule != SvmEntryRule.None)
        {
            return rule;
        }

        rule = CetAndDebug(in capabilities, in guest);
        return rule != SvmEntryRule.None ? rule : LongMode(in capabilities, in guest);
    }

    private static SvmEntryRule ControlRegisters(in SvmCapabilityFields capabilities, in SvmGuestFields guest)
    {
        if ((guest.Efer & EFER.SVME) == 0)
        {
            return SvmEntryRule.SvmeClear;
        }

        if ((guest.Cr0 & (CR0.CD | CR0.NW)) == CR0.NW)
        {
            return SvmEntryRule.NotWriteThroughWithoutCacheDisable;
        }

        if (guest.Cr0 >> 32 != 0)
        {
            return SvmEntryRule.Cr0High;
        }

        if (guest.Cr3 >> (int)capabilities.PhysicalAddressWidth != 0)
        {
            return SvmEntryRule.Cr3Reserved;
        }

        return (guest.Cr4 & ~capabilities.Cr4Defined) != 0 ? SvmEntryRule.Cr4Reserved : SvmEntryRule.None;
    }

    private static SvmEntryRule CetAndDebug(in SvmCapabilityFields capabilities, in SvmGuestFields guest)
    {
        bool hasCet = (guest.Cr4 & CR4.CET) != 0;
        if (hasCet && (guest.Cr0 & CR0.WP) == 0)
        {
            return SvmEntryRule.CetWithoutWriteProtect;
        }

        if (hasCet && (guest.SCet & ~capabilities.SCetDefined) != 0)
        {
            return SvmEntryRule.SCetReserved;
        }

        if (guest.Dr6 >> 32 != 0)
        {
            return SvmEntryRule.Dr6High;
        }

        return guest.Dr7 >> 32 != 0 ? SvmEntryRule.Dr7High : SvmEntryRule.None;
    }

    private static SvmEntryRule LongMode(in SvmCapabilityFields capabilities, in SvmGuestFields guest)
    {
        if ((guest.Efer & ~capabilities.EferDefined) != 0)
        {
            return SvmEntryRule.EferReserved;
        }

        if (!capabilities.HasLongMode && (guest.Efer & (EFER.LME | EFER.LMA)) != 0)
        {
            return SvmEntryRule.LongModeMissing;
        }

        bool isLongMode = (guest.Efer & EFER.LME) != 0 && (guest.Cr0 & CR0.PG) != 0;
        if (!isLongMode)
        {
            return SvmEntryRule.None;
        }

        if ((guest.Cr4 & CR4.PAE) == 0)
        {
            return SvmEntryRule.LongModeWithoutPae;
        }

        if ((guest.Cr0 & CR0.PE) == 0)
        {
            return SvmEntryRule.LongModeWithoutProtection;
        }

        bool isLongWithDefaultBig = (guest.CsAttributes & (CsLong | CsDefaultBig)) == (CsLong | CsDefaultBig);
        return isLongWithDefaultBig ? SvmEntryRule.LongCodeWithDefaultSize : SvmEntryRule.None;
    }
}
