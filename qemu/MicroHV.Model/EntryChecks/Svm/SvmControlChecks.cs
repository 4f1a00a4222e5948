// Whether VMRUN accepts the control area of a VMCB.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>
/// APM 2, "Canonicalization and Consistency Checks", the conditions on controls; "TLB Control"; "NMI Virtualization";
/// "Nested Paging" for nested CR3 and G_PAT.
/// </summary>
public static class SvmControlChecks
{
    private const uint InterceptNmi = 1u << 1;
    private const uint InterceptVmrun = 1u << 0;
    private const ulong VirtualNmiEnable = 1ul << 26;
    private const uint FeatureFlushByAsid = 1u << 6;

    // "The IOPM … occupies 12 Kbytes", "The MSRPM … occupies 8 Kbytes" — APM 2, "IOIO Intercepts", "MSR Intercepts".
    private const ulong IopmSizeBytes = 0x3000;
    private const ulong MsrpmSizeBytes = 0x2000;

    /// <summary>The first violated rule, or <see cref="SvmEntryRule.None"/>.</summary>
    public static SvmEntryRule FirstViolation(
        in SvmCapabilityFields capabilities, in SvmControlFields controls, in SvmGuestFields guest)
    {
        if ((controls.Intercepts2 & InterceptVmrun) == 0)
        {
            return SvmEntryRule.VmrunNotIntercepted;
        }

        if (IsMapTooWide(controls.MsrpmBase, MsrpmSizeBytes, in capabilities))
        {
            return SvmEntryRule.MsrPermissionMapWidth;
        }

        if (IsMapTooWide(controls.IopmBase, IopmSizeBytes, in capabilities))
        {
            return SvmEntryRule.IoPermissionMapWidth;
        }

        if (controls.Asid == 0)
        {
            return SvmEntryRule.AsidZero;
        }

        if (!IsTlbControl(controls.TlbControl, capabilities.Features))
        {
            return SvmEntryRule.TlbControlReserved;
        }

        bool hasVirtualNmis = (controls.VirtualInterrupts & VirtualNmiEnable) != 0;
        if (hasVirtualNmis && (controls.Intercepts1 & InterceptNmi) == 0)
        {
            return SvmEntryRule.VirtualNmiNotIntercepted;
        }

        return controls.IsNestedPaging ? NestedPaging(in capabilities, in controls, guest.Pat) : SvmEntryRule.None;
    }

    private static SvmEntryRule NestedPaging(
        in SvmCapabilityFields capabilities, in SvmControlFields controls, ulong pat)
    {
        if (!controls.IsHostPaging)
        {
            return SvmEntryRule.NestedPagingWithoutHostPaging;
        }

        if (controls.NestedCr3 >> (int)capabilities.PhysicalAddressWidth != 0)
        {
            return SvmEntryRule.NestedCr3Reserved;
        }

        return IsPat(pat) ? SvmEntryRule.None : SvmEntryRule.PatType;
    }

    private static bool IsMapTooWide(ulong address, ulong sizeBytes, in SvmCapabilityFields capabilities)
    {
        // The low 12 bits do not count.
        ulong first = address & ~0xFFFul;
        ulong last = first + sizeBytes - 1;
        int width = (int)capabilities.PhysicalAddressWidth;
        return first >> width != 0 || last >> width != 0;
    }

    private static bool IsTlbControl(byte control, uint features) => control switch
    {
        0 or 1 => true,
        3 or 7 => (features & FeatureFlushByAsid) != 0,
        _ => false,
    };

    private static bool IsPat(ulong value)
    {
        for (int shift = 0; shift < 64; shift += 8)
        {
            ulong type = (value >> shift) & 0xFF;
            if (type is 2 or 3 or > 7)
            {
                return false;
            }
        }

        return true;
    }
}
