// What makes a single value acceptable to VM entry: canonical addresses, widths, capability MSRs, memory types.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;

/// <summary>Predicates over one field that several rules share.</summary>
internal static class VmxFieldRules
{
    /// <summary>Whether all of <paramref name="bits"/> are set in <paramref name="value"/>.</summary>
    public static bool Has(ulong value, ulong bits) => (value & bits) == bits;

    /// <summary>
    /// Whether a control has a 1 wherever the capability MSR's bits 31:0 do, and a 0 wherever its bits 63:32 do.
    /// SDM 3D, "VMX Capability Reporting Facility".
    /// </summary>
    public static bool IsAllowed(uint control, ulong capability) =>
        Has(control, (uint)capability) && Has((uint)(capability >> 32), control);

    /// <summary>Whether a register has a 1 wherever FIXED0 does, and a 0 wherever FIXED1 does.</summary>
    public static bool IsFixed(ulong value, ulong fixed0, ulong fixed1) => Has(value, fixed0) && Has(fixed1, value);

    /// <summary>Whether all bits from the highest of the linear-address width on are equal.</summary>
    public static bool IsCanonical(ulong address, in VmxCapabilityFields capabilities) =>
        AreEqualFrom(address, (int)capabilities.LinearAddressWidth - 1);

    /// <summary>Whether bits 63:<paramref name="lowest"/> are all 0 or all 1.</summary>
    public static bool AreEqualFrom(ulong address, int lowest)
    {
        long high = (long)address >> lowest;
        return high == 0 || high == -1;
    }

    /// <summary>Whether an address has bits beyond the physical-address width.</summary>
    public static bool IsTooWide(ulong address, in VmxCapabilityFields capabilities) =>
        address >> (int)capabilities.PhysicalAddressWidth != 0;

    /// <summary>Whether an address is not that of a 4-KiB page.</summary>
    public static bool IsUnaligned(ulong address) => (address & 0xFFF) != 0;

    /// <summary>Whether any byte of an area of <paramref name="count"/> MSR entries lies beyond the width.</summary>
    public static bool IsMsrAreaTooWide(ulong address, uint count, in VmxCapabilityFields capabilities)
    {
        ulong last = address + ((ulong)count * 16) - 1;
        return IsTooWide(address, in capabilities) || IsTooWide(last, in capabilities);
    }

    /// <summary>Whether each byte is a memory type that IA32_PAT takes: UC, WC, WT, WP, WB or UC-.</summary>
    public static bool IsPat(ulong value)
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

    /// <summary>Whether IA32_S_CET takes a value. SDM 1, "Control-Flow Enforcement Technology (CET)".</summary>
    public static bool IsSCet(ulong value, in VmxCapabilityFields capabilities)
    {
        bool hasReserved = (value & 0x3C0) != 0;
        bool suppressesAndTracks = Has(value, 0xC00);
        return !hasReserved && !suppressesAndTracks && IsCanonical(value & ~0xFFFul, in capabilities);
    }
}
