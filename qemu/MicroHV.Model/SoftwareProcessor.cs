// CPUID and MSRs of processors that run the kernel.
namespace MicroHV.Model;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

/// <summary>Makes a CPU of a software machine Intel's or AMD's.</summary>
public static class SoftwareProcessor
{
    private const uint XsaveBit = 1u << 26;
    private const uint VmxBit = 1u << 5;
    private const uint ApicBit = 1u << 9;
    private const uint SmepAndSmap = (1u << 7) | (1u << 20);
    private const uint UmipBit = 1u << 2;
    private const uint SvmBit = 1u << 2;
    private const uint NxLongRdtscpAndGigantic = (1u << 20) | (1u << 26) | (1u << 27) | (1u << 29);
    private const uint X87SseAvxAndPkru = 0x207;
    private const uint ExtendedStateBytes = 0xA88;

    /// <summary>VMX as <paramref name="capabilities"/> say, and no SVM.</summary>
    public static void MakeIntel(SoftwareCpu cpu, in VmxCapabilityFields capabilities)
    {
        MakeAny(cpu, capabilities.PhysicalAddressWidth, capabilities.HasVmx ? VmxBit : 0, 0);

        // VMX fixes to 0 what CR4 does not have, and what it has CPUID tells.
        bool hasUmip = (capabilities.Cr4Fixed1 & CR4.UMIP) != 0;
        cpu.CpuidLeaves[(7, 0)] = (0, SmepAndSmap, hasUmip ? UmipBit : 0, 0);
        cpu.Msrs[Msr.IA32_FEATURE_CONTROL] = capabilities.FeatureControl;
        cpu.Msrs[Msr.IA32_VMX_BASIC] = capabilities.Basic;
        cpu.Msrs[Msr.IA32_VMX_TRUE_PINBASED_CTLS] = capabilities.PinBased;
        cpu.Msrs[Msr.IA32_VMX_TRUE_PROCBASED_CTLS] = capabilities.Primary;
        cpu.Msrs[Msr.IA32_VMX_PROCBASED_CTLS2] = capabilities.Secondary;
        cpu.Msrs[Msr.IA32_VMX_TRUE_EXIT_CTLS] = capabilities.Exit;
        cpu.Msrs[Msr.IA32_VMX_TRUE_ENTRY_CTLS] = capabilities.Entry;
        cpu.Msrs[Msr.IA32_VMX_MISC] = capabilities.Miscellaneous;
        cpu.Msrs[Msr.IA32_VMX_EPT_VPID_CAP] = capabilities.EptVpid;
        cpu.Msrs[Msr.IA32_VMX_CR0_FIXED0] = capabilities.Cr0Fixed0;
        cpu.Msrs[Msr.IA32_VMX_CR0_FIXED1] = capabilities.Cr0Fixed1;
        cpu.Msrs[Msr.IA32_VMX_CR4_FIXED0] = capabilities.Cr4Fixed0;
        cpu.Msrs[Msr.IA32_VMX_CR4_FIXED1] = capabilities.Cr4Fixed1;
    }

    /// <summary>SVM as <paramref name="capabilities"/> say, and no VMX.</summary>
    public static void MakeAmd(SoftwareCpu cpu, in SvmCapabilityFields capabilities)
    {
        MakeAny(cpu, capabilities.PhysicalAddressWidth, 0, capabilities.HasSvm ? SvmBit : 0);
        cpu.CpuidLeaves[(0x8000_000A, 0)] = (1, capabilities.AsidCount, 0, capabilities.Features);
        cpu.Msrs[Msr.VM_CR] = capabilities.VmCr;
        cpu.Msrs[Msr.VM_HSAVE_PA] = 0;
    }

    private static void MakeAny(SoftwareCpu cpu, uint physicalAddressWidth, uint vmx, uint svm)
    {
        const uint Leaf1Ecx = 0x76DA_3203;
        const uint Leaf1Edx = 0x078B_FBFF;
        cpu.CpuidLeaves.Clear();
        cpu.CpuidLeaves[(0, 0)] = (0x16, 0, 0, 0);
        cpu.CpuidLeaves[(1, 0)] = (0x5_0654, 0x0001_0800, Leaf1Ecx | XsaveBit | vmx, Leaf1Edx | ApicBit);
        cpu.CpuidLeaves[(7, 0)] = (0, SmepAndSmap, UmipBit, 0);
        cpu.CpuidLeaves[(0xD, 0)] = (X87SseAvxAndPkru, ExtendedStateBytes, ExtendedStateBytes, 0);
        cpu.CpuidLeaves[(0x8000_0000, 0)] = (0x8000_000A, 0, 0, 0);
        cpu.CpuidLeaves[(0x8000_0001, 0)] = (0, 0, svm, NxLongRdtscpAndGigantic);
        cpu.CpuidLeaves[(0x8000_0008, 0)] = (physicalAddressWidth | (48 << 8), 0, 0, 0);
        uint[] plain =
        [
            Msr.IA32_PAT, Msr.IA32_TSC_AUX, Msr.IA32_STAR, Msr.IA32_LSTAR, Msr.IA32_CSTAR, Msr.IA32_FMASK,
            Msr.IA32_KERNEL_GS_BASE, Msr.IA32_EFER,
        ];
        foreach (uint msr in plain)
        {
            cpu.Msrs[msr] = 0;
        }
    }
}
