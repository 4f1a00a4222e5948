// The MSRs that no partition may write, whatever a plan says.
namespace MicroHV.Kernel.Config;

using System;

/// <summary>
/// With these a guest could change memory types, translation, clocks, interrupts, machine checks or virtualization under the
/// kernel, or have the processor write to memory behind its back. SDM 4, "Model-Specific Registers (MSRs)"; APM 2, "MSR
/// Cross-Reference". Reading one tells something and breaks nothing.
/// </summary>
public static class KernelMsrs
{
    /// <summary>First and last number of each range, one pair behind the other; all are in the ranges of <see cref="MsrBits"/>.</summary>
    public static ReadOnlySpan<uint> Ranges => new uint[]
    {
        // The time-stamp counter.
        0x10, 0x10,

        // IA32_APIC_BASE; IA32_FEATURE_CONTROL and IA32_TSC_ADJUST.
        0x1B, 0x1B, 0x3A, 0x3B,

        // Loading of microcode; IA32_SMM_MONITOR_CTL.
        0x79, 0x79, 0x9B, 0x9B,

        // Machine checks: control and status.
        0x179, 0x17F,

        // IA32_MISC_ENABLE, whose bit 34 switches NX off; IA32_DEBUGCTL; the memory of system management mode.
        0x1A0, 0x1A0, 0x1D9, 0x1D9, 0x1F2, 0x1F3,

        // MTRRs, IA32_PAT, and interrupts of corrected machine checks.
        0x200, 0x2FF,

        // Event records that the processor writes to linear addresses, the kernel's too: IA32_PEBS_ENABLE, IA32_DS_AREA.
        0x3F1, 0x3F1, 0x600, 0x600,

        // Machine-check banks and the capabilities of VMX; IA32_MCG_EXT_CTL.
        0x400, 0x4BF, 0x4D0, 0x4D0,

        // Processor Trace, which writes to physical addresses.
        0x560, 0x58F,

        // Control-flow enforcement; IA32_TSC_DEADLINE and IA32_PKRS; x2APIC; IA32_XSS.
        0x6A0, 0x6A8, 0x6E0, 0x6E1, 0x800, 0x8FF, 0xDA0, 0xDA0,

        // EFER; TSC_RATIO; AMD's further machine-check registers.
        0xC000_0080, 0xC000_0080, 0xC000_0104, 0xC000_0104, 0xC000_0400, 0xC000_0410,

        // SYSCFG, HWCR, IORRs, top of memory, traps to system management mode, configuration space in memory.
        0xC001_0010, 0xC001_005F,

        // System management mode, VM_CR, VM_HSAVE_PA, encrypted virtualization.
        0xC001_0111, 0xC001_0132,

        // Overrides of CPUID, configuration of the core.
        0xC001_1000, 0xC001_102F,
    };
}
