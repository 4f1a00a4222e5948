// Whether a processor's SVM is enough for the kernel, and if not, what is missing.
namespace MicroHV.Kernel.Backends;

/// <summary>
/// What the kernel requires of SVM. APM 2, "Enabling SVM". Pure: the caller reads
/// CPUID and VM_CR, and reads VM_CR only where CPUID says that there is SVM.
/// </summary>
public static class SvmCapabilities
{
    private const ulong VmCrLock = 1ul << 3;
    private const ulong VmCrSvmDisable = 1ul << 4;

    private const uint FeatureNestedPaging = 1u << 0;
    private const uint FeatureNextRipSave = 1u << 3;

    /// <summary>Every requirement that the processor does not meet.</summary>
    public static Missing Probe(in SvmCapabilityFields capabilities)
    {
        if (!capabilities.HasSvm)
        {
            return Missing.Svm;
        }

        bool isAllowed = (VmCr(capabilities.VmCr) & VmCrSvmDisable) == 0;
        bool hasNestedPaging = (capabilities.Features & FeatureNestedPaging) != 0;
        return Unless(isAllowed, Missing.SvmAllowedByFirmware)
            | Unless(hasNestedPaging, Missing.NestedPaging)
            | Unless(capabilities.AsidCount >= 2, Missing.Asids)
            | Unless(capabilities.HasLongMode, Missing.SvmLongMode);
    }

    /// <summary>The value for VM_CR before EFER.SVME is set: SVMDIS cleared unless locked.</summary>
    public static ulong VmCr(ulong value) => (value & VmCrLock) != 0 ? value : value & ~VmCrSvmDisable;

    /// <summary>Whether #VMEXIT stores the address of the next instruction (CPUID Fn8000_000A_EDX[NRIPS]).</summary>
    public static bool HasNextRipSave(in SvmCapabilityFields capabilities) =>
        (capabilities.Features & FeatureNextRipSave) != 0;

    private static Missing Unless(bool isMet, Missing requirement) => isMet ? Missing.Nothing : requirement;
}
