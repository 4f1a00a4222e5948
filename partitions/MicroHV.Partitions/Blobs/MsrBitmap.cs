// Which MSRs every partition may use without an exit.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Partitions.Blobs;

/// <summary>Everything is refused but the MSRs that the kernel swaps with the virtual CPU.</summary>
internal static class MsrBitmap
{
    private const uint HighBase = 0xC000_0000;

    /// <summary>MSRs that partitions read and write themselves.</summary>
    public static IReadOnlyList<uint> PassedThrough { get; } =
    [
        Msr.IA32_SYSENTER_CS, Msr.IA32_SYSENTER_ESP, Msr.IA32_SYSENTER_EIP,
        Msr.IA32_STAR, Msr.IA32_LSTAR, Msr.IA32_CSTAR, Msr.IA32_FMASK,
        Msr.IA32_FS_BASE, Msr.IA32_GS_BASE, Msr.IA32_KERNEL_GS_BASE,
    ];

    /// <summary>
    /// VMX format: 1 KiB each for reads of low MSRs, reads of high MSRs, writes of low MSRs, writes of high MSRs; one
    /// bit per MSR. SDM 3C, "MSR-Bitmap Address".
    /// </summary>
    public static byte[] Vmx()
    {
        const int WritesOffset = 0x800;
        const int HighOffset = 0x400;
        byte[] bitmap = Refusing(PartitionRecord.VmxMsrBitmapSizeBytes);
        foreach (uint msr in PassedThrough)
        {
            bool isHigh = msr >= HighBase;
            int bit = (int)(msr - (isHigh ? HighBase : 0)) + (isHigh ? HighOffset * 8 : 0);
            Permit(bitmap, bit);
            Permit(bitmap, bit + (WritesOffset * 8));
        }

        return bitmap;
    }

    /// <summary>
    /// SVM format: 2 KiB each for MSRs from 0, from 0xC0000000 and from 0xC0010000, and 2 KiB unused; two bits per MSR,
    /// read and write. APM 2, "MSR Intercepts".
    /// </summary>
    public static byte[] Svm()
    {
        const int HighOffset = 0x800;
        byte[] bitmap = Refusing(PartitionRecord.SvmMsrBitmapSizeBytes);
        foreach (uint msr in PassedThrough)
        {
            bool isHigh = msr >= HighBase;
            int bit = (2 * (int)(msr - (isHigh ? HighBase : 0))) + (isHigh ? HighOffset * 8 : 0);
            Permit(bitmap, bit);
            Permit(bitmap, bit + 1);
        }

        return bitmap;
    }

    private static byte[] Refusing(uint sizeBytes)
    {
        byte[] bitmap = new byte[sizeBytes];
        Array.Fill(bitmap, (byte)0xFF);
        return bitmap;
    }

    private static void Permit(byte[] bitmap, int bit) => bitmap[bit / 8] &= (byte)~(1 << (bit % 8));
}
