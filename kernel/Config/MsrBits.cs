// Where the bits of an MSR stand in the bitmaps of either vendor.
namespace MicroHV.Kernel.Config;

/// <summary>
/// Bitmaps know three ranges of 2000H MSRs: from 0, from C0000000H and, in SVM's format only, from C0010000H. A set bit makes
/// RDMSR or WRMSR exit; so does every other MSR. Bits are counted from bit 0 of the bitmap's first byte.
/// </summary>
public static class MsrBits
{
    /// <summary>MSRs in one range.</summary>
    public const uint RangeSize = 0x2000;

    /// <summary>First MSR of the second range.</summary>
    public const uint HighBase = 0xC000_0000;

    /// <summary>First MSR of the third range.</summary>
    public const uint AmdBase = 0xC001_0000;

    /// <summary>True if the format of VMX has bits for <paramref name="msr"/>, which is in one of the ranges.</summary>
    public static bool IsInVmx(uint msr) => msr < AmdBase;

    /// <summary>
    /// VMX: 1 KiB each for reads of low MSRs, reads of high MSRs, writes of low MSRs, writes of high MSRs. SDM 3C, "MSR-Bitmap
    /// Address".
    /// </summary>
    public static uint VmxRead(uint msr) => Number(msr);

    /// <summary>As <see cref="VmxRead"/>, for writes.</summary>
    public static uint VmxWrite(uint msr) => (2 * RangeSize) + Number(msr);

    /// <summary>
    /// SVM: 2 KiB for each range, two bits for each MSR, read and write. APM 2, "MSR Intercepts".
    /// </summary>
    public static uint SvmRead(uint msr) => 2 * Number(msr);

    /// <summary>As <see cref="SvmRead"/>, for writes.</summary>
    public static uint SvmWrite(uint msr) => SvmRead(msr) + 1;

    // Both vendors count the ranges on, one behind the other.
    private static uint Number(uint msr)
    {
        uint range = msr >= AmdBase ? 2u : msr >= HighBase ? 1u : 0;
        return (range * RangeSize) + (msr & (RangeSize - 1));
    }
}
