// Which MSRs a partition may use without an exit.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>Everything is refused but the MSRs that the kernel switches with the virtual CPU, and those of grants.</summary>
internal static class MsrBitmap
{
    /// <summary>MSRs that all partitions read and write themselves.</summary>
    public static IReadOnlyList<uint> PassedThrough { get; } =
    [
        Msr.IA32_SYSENTER_CS, Msr.IA32_SYSENTER_ESP, Msr.IA32_SYSENTER_EIP,
        Msr.IA32_STAR, Msr.IA32_LSTAR, Msr.IA32_CSTAR, Msr.IA32_FMASK,
        Msr.IA32_FS_BASE, Msr.IA32_GS_BASE, Msr.IA32_KERNEL_GS_BASE,
    ];

    /// <summary>The bitmap in VMX's format, for a partition with these grants.</summary>
    public static byte[] Vmx(IEnumerable<MsrPlan> grants)
    {
        byte[] bitmap = Refusing(PartitionRecord.VmxMsrBitmapSizeBytes);
        foreach ((uint msr, MsrAccess access) in Permitted(grants).Where(permitted => MsrBits.IsInVmx(permitted.Msr)))
        {
            Permit(bitmap, access, MsrBits.VmxRead(msr), MsrBits.VmxWrite(msr));
        }

        return bitmap;
    }

    /// <summary>The permission map in SVM's format, for a partition with these grants.</summary>
    public static byte[] Svm(IEnumerable<MsrPlan> grants)
    {
        byte[] bitmap = Refusing(PartitionRecord.SvmMsrBitmapSizeBytes);
        foreach ((uint msr, MsrAccess access) in Permitted(grants))
        {
            Permit(bitmap, access, MsrBits.SvmRead(msr), MsrBits.SvmWrite(msr));
        }

        return bitmap;
    }

    private static IEnumerable<(uint Msr, MsrAccess Access)> Permitted(IEnumerable<MsrPlan> grants)
    {
        foreach (uint msr in PassedThrough)
        {
            yield return (msr, MsrAccess.ReadWrite);
        }

        foreach (MsrPlan grant in grants.Where(grant => grant.IsWellFormed))
        {
            for (ulong msr = grant.First; msr <= grant.Last; msr++)
            {
                yield return ((uint)msr, grant.Access);
            }
        }
    }

    private static byte[] Refusing(uint sizeBytes)
    {
        byte[] bitmap = new byte[sizeBytes];
        Array.Fill(bitmap, (byte)0xFF);
        return bitmap;
    }

    private static void Permit(byte[] bitmap, MsrAccess access, uint readBit, uint writeBit)
    {
        if (access.HasFlag(MsrAccess.Read))
        {
            Clear(bitmap, readBit);
        }

        if (access.HasFlag(MsrAccess.Write))
        {
            Clear(bitmap, writeBit);
        }
    }

    private static void Clear(byte[] bitmap, uint bit) => bitmap[bit / 8] &= (byte)~(1 << (int)(bit % 8));
}
