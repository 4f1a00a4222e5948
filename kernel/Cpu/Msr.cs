// The numbers of the model-specific registers that the kernel knows, named as the manuals print them.
namespace MicroHV.Kernel.Cpu;

/// <summary>
/// Model-specific register numbers. SDM 4, "Model-Specific Registers (MSRs)"; APM 2, "MSR Cross-Reference" for those
/// marked AMD.
/// </summary>
public static class Msr
{
    /// <summary>Time-stamp counter.</summary>
    public const uint IA32_TIME_STAMP_COUNTER = 0x10;

    /// <summary>Platform ID.</summary>
    public const uint IA32_PLATFORM_ID = 0x17;

    /// <summary>Local APIC: base address, bit 11 global enable, bit 10 x2APIC, bit 8 bootstrap processor.</summary>
    public const uint IA32_APIC_BASE = 0x1B;

    /// <summary>Bit 0 lock, bit 1 VMX inside SMX, bit 2 VMX outside SMX.</summary>
    public const uint IA32_FEATURE_CONTROL = 0x3A;

    /// <summary>Offset that software added to the TSC.</summary>
    public const uint IA32_TSC_ADJUST = 0x3B;

    /// <summary>Speculation control: IBRS, STIBP, SSBD.</summary>
    public const uint IA32_SPEC_CTRL = 0x48;

    /// <summary>Prediction command: bit 0 IBPB. Write only.</summary>
    public const uint IA32_PRED_CMD = 0x49;

    /// <summary>Microcode revision in bits 63:32.</summary>
    public const uint IA32_BIOS_SIGN_ID = 0x8B;

    /// <summary>Maximum non-turbo ratio in bits 15:8. Absent on some processors and emulators.</summary>
    public const uint MSR_PLATFORM_INFO = 0xCE;

    /// <summary>Number of variable-range MTRRs in bits 7:0, bit 8 fixed-range MTRRs, bit 10 WC.</summary>
    public const uint IA32_MTRRCAP = 0xFE;

    /// <summary>Which speculation attacks the processor is immune to.</summary>
    public const uint IA32_ARCH_CAPABILITIES = 0x10A;

    /// <summary>Bit 0 writes back and flushes the L1 data cache. Write only.</summary>
    public const uint IA32_FLUSH_CMD = 0x10B;

    /// <summary>CS of SYSENTER.</summary>
    public const uint IA32_SYSENTER_CS = 0x174;

    /// <summary>RSP of SYSENTER.</summary>
    public const uint IA32_SYSENTER_ESP = 0x175;

    /// <summary>RIP of SYSENTER.</summary>
    public const uint IA32_SYSENTER_EIP = 0x176;

    /// <summary>Machine-check capability; number of banks in bits 7:0.</summary>
    public const uint IA32_MCG_CAP = 0x179;

    /// <summary>Machine-check status.</summary>
    public const uint IA32_MCG_STATUS = 0x17A;

    /// <summary>Miscellaneous processor features.</summary>
    public const uint IA32_MISC_ENABLE = 0x1A0;

    /// <summary>Debug control: last-branch records, branch trap flag, freeze on SMM.</summary>
    public const uint IA32_DEBUGCTL = 0x1D9;

    /// <summary>Base of variable-range MTRR 0; pair n is at 0x200 + 2 n.</summary>
    public const uint IA32_MTRR_PHYSBASE0 = 0x200;

    /// <summary>Mask of variable-range MTRR 0; pair n is at 0x201 + 2 n.</summary>
    public const uint IA32_MTRR_PHYSMASK0 = 0x201;

    /// <summary>Fixed-range MTRR of 0x00000-0x7FFFF.</summary>
    public const uint IA32_MTRR_FIX64K_00000 = 0x250;

    /// <summary>Fixed-range MTRR of 0x80000-0x9FFFF.</summary>
    public const uint IA32_MTRR_FIX16K_80000 = 0x258;

    /// <summary>Fixed-range MTRR of 0xA0000-0xBFFFF.</summary>
    public const uint IA32_MTRR_FIX16K_A0000 = 0x259;

    /// <summary>Fixed-range MTRR of 0xC0000-0xC7FFF; the next seven follow.</summary>
    public const uint IA32_MTRR_FIX4K_C0000 = 0x268;

    /// <summary>Fixed-range MTRR of 0xF8000-0xFFFFF.</summary>
    public const uint IA32_MTRR_FIX4K_F8000 = 0x26F;

    /// <summary>Page attribute table: eight memory types, one a byte.</summary>
    public const uint IA32_PAT = 0x277;

    /// <summary>Default memory type in bits 7:0, bit 10 fixed-range enable, bit 11 MTRR enable.</summary>
    public const uint IA32_MTRR_DEF_TYPE = 0x2FF;

    /// <summary>Which performance counters count.</summary>
    public const uint IA32_PERF_GLOBAL_CTRL = 0x38F;

    /// <summary>VMCS revision, region size, memory type, bit 55 TRUE capability MSRs.</summary>
    public const uint IA32_VMX_BASIC = 0x480;

    /// <summary>Allowed settings of the pin-based VM-execution controls.</summary>
    public const uint IA32_VMX_PINBASED_CTLS = 0x481;

    /// <summary>Allowed settings of the primary processor-based VM-execution controls.</summary>
    public const uint IA32_VMX_PROCBASED_CTLS = 0x482;

    /// <summary>Allowed settings of the primary VM-exit controls.</summary>
    public const uint IA32_VMX_EXIT_CTLS = 0x483;

    /// <summary>Allowed settings of the VM-entry controls.</summary>
    public const uint IA32_VMX_ENTRY_CTLS = 0x484;

    /// <summary>Preemption-timer rate, activity states, number of CR3-target values.</summary>
    public const uint IA32_VMX_MISC = 0x485;

    /// <summary>Bits of CR0 that must be 1 in VMX operation.</summary>
    public const uint IA32_VMX_CR0_FIXED0 = 0x486;

    /// <summary>Bits of CR0 that may be 1 in VMX operation.</summary>
    public const uint IA32_VMX_CR0_FIXED1 = 0x487;

    /// <summary>Bits of CR4 that must be 1 in VMX operation.</summary>
    public const uint IA32_VMX_CR4_FIXED0 = 0x488;

    /// <summary>Bits of CR4 that may be 1 in VMX operation.</summary>
    public const uint IA32_VMX_CR4_FIXED1 = 0x489;

    /// <summary>Highest index of any VMCS field in bits 9:1.</summary>
    public const uint IA32_VMX_VMCS_ENUM = 0x48A;

    /// <summary>Allowed settings of the secondary processor-based VM-execution controls.</summary>
    public const uint IA32_VMX_PROCBASED_CTLS2 = 0x48B;

    /// <summary>What EPT and VPID can do.</summary>
    public const uint IA32_VMX_EPT_VPID_CAP = 0x48C;

    /// <summary>As IA32_VMX_PINBASED_CTLS, with the default-1 controls that may be 0.</summary>
    public const uint IA32_VMX_TRUE_PINBASED_CTLS = 0x48D;

    /// <summary>As IA32_VMX_PROCBASED_CTLS, with the default-1 controls that may be 0.</summary>
    public const uint IA32_VMX_TRUE_PROCBASED_CTLS = 0x48E;

    /// <summary>As IA32_VMX_EXIT_CTLS, with the default-1 controls that may be 0.</summary>
    public const uint IA32_VMX_TRUE_EXIT_CTLS = 0x48F;

    /// <summary>As IA32_VMX_ENTRY_CTLS, with the default-1 controls that may be 0.</summary>
    public const uint IA32_VMX_TRUE_ENTRY_CTLS = 0x490;

    /// <summary>Allowed VM functions.</summary>
    public const uint IA32_VMX_VMFUNC = 0x491;

    /// <summary>Allowed 1-settings of the tertiary processor-based VM-execution controls.</summary>
    public const uint IA32_VMX_PROCBASED_CTLS3 = 0x492;

    /// <summary>Allowed 1-settings of the secondary VM-exit controls.</summary>
    public const uint IA32_VMX_EXIT_CTLS2 = 0x493;

    /// <summary>Control-flow enforcement of user mode.</summary>
    public const uint IA32_U_CET = 0x6A0;

    /// <summary>Control-flow enforcement of supervisor mode.</summary>
    public const uint IA32_S_CET = 0x6A2;

    /// <summary>Shadow-stack pointer of privilege level 0; levels 1 to 3 follow.</summary>
    public const uint IA32_PL0_SSP = 0x6A4;

    /// <summary>Table of shadow-stack pointers for interrupt stacks.</summary>
    public const uint IA32_INTERRUPT_SSP_TABLE_ADDR = 0x6A8;

    /// <summary>TSC value at which the local APIC timer fires; 0 disarms it.</summary>
    public const uint IA32_TSC_DEADLINE = 0x6E0;

    /// <summary>Protection keys of supervisor pages.</summary>
    public const uint IA32_PKRS = 0x6E1;

    /// <summary>First x2APIC register in use: the local APIC id.</summary>
    public const uint IA32_X2APIC_APICID = 0x802;

    /// <summary>Supervisor state components that XSAVES saves.</summary>
    public const uint IA32_XSS = 0xDA0;

    /// <summary>Extended feature enables; its bits are in <see cref="EFER"/>.</summary>
    public const uint IA32_EFER = 0xC0000080;

    /// <summary>CS and SS selectors of SYSCALL and SYSRET.</summary>
    public const uint IA32_STAR = 0xC0000081;

    /// <summary>RIP of SYSCALL in 64-bit mode.</summary>
    public const uint IA32_LSTAR = 0xC0000082;

    /// <summary>RIP of SYSCALL in compatibility mode (AMD).</summary>
    public const uint IA32_CSTAR = 0xC0000083;

    /// <summary>Bits that SYSCALL clears in RFLAGS.</summary>
    public const uint IA32_FMASK = 0xC0000084;

    /// <summary>Base of FS.</summary>
    public const uint IA32_FS_BASE = 0xC0000100;

    /// <summary>Base of GS.</summary>
    public const uint IA32_GS_BASE = 0xC0000101;

    /// <summary>What SWAPGS exchanges with the base of GS.</summary>
    public const uint IA32_KERNEL_GS_BASE = 0xC0000102;

    /// <summary>What RDTSCP and RDPID return beside the TSC.</summary>
    public const uint IA32_TSC_AUX = 0xC0000103;

    /// <summary>Ratio of the guest's TSC to the processor's (AMD).</summary>
    public const uint TSC_RATIO = 0xC0000104;

    /// <summary>System configuration (AMD): memory encryption, MTRR extensions.</summary>
    public const uint SYSCFG = 0xC0010010;

    /// <summary>Hardware configuration (AMD).</summary>
    public const uint HWCR = 0xC0010015;

    /// <summary>Bit 0 DPD, 1 R_INIT, 2 DIS_A20M, 3 LOCK, 4 SVMDIS (AMD).</summary>
    public const uint VM_CR = 0xC0010114;

    /// <summary>State of the IGNNE signal (AMD).</summary>
    public const uint IGNNE = 0xC0010115;

    /// <summary>Software control of system management mode (AMD).</summary>
    public const uint SMM_CTL = 0xC0010116;

    /// <summary>Physical address of the 4-KiB page where VMRUN saves host state (AMD).</summary>
    public const uint VM_HSAVE_PA = 0xC0010117;
}
