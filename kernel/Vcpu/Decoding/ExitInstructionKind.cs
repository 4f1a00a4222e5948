// The instructions that can end a guest's run by themselves.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// Instructions that an intercept or a VM-execution control can make exit. APM 2, "Instruction Intercepts"; SDM 3C,
/// "Instructions That Cause VM Exits".
/// </summary>
public enum ExitInstructionKind : byte
{
    /// <summary>An instruction that does not exit by itself.</summary>
    None = 0,

    /// <summary>CPUID.</summary>
    Cpuid,

    /// <summary>HLT.</summary>
    Hlt,

    /// <summary>INVD.</summary>
    Invd,

    /// <summary>WBINVD, and WBNOINVD, which is WBINVD with F3.</summary>
    Wbinvd,

    /// <summary>INVLPG.</summary>
    Invlpg,

    /// <summary>INVLPGA.</summary>
    Invlpga,

    /// <summary>INVLPGB.</summary>
    Invlpgb,

    /// <summary>TLBSYNC.</summary>
    Tlbsync,

    /// <summary>INVPCID.</summary>
    Invpcid,

    /// <summary>RDMSR.</summary>
    Rdmsr,

    /// <summary>WRMSR.</summary>
    Wrmsr,

    /// <summary>RDTSC.</summary>
    Rdtsc,

    /// <summary>RDTSCP.</summary>
    Rdtscp,

    /// <summary>RDPMC.</summary>
    Rdpmc,

    /// <summary>RDPRU.</summary>
    Rdpru,

    /// <summary>XSETBV.</summary>
    Xsetbv,

    /// <summary>MONITOR.</summary>
    Monitor,

    /// <summary>MWAIT.</summary>
    Mwait,

    /// <summary>MONITORX.</summary>
    Monitorx,

    /// <summary>MWAITX.</summary>
    Mwaitx,

    /// <summary>MCOMMIT.</summary>
    Mcommit,

    /// <summary>PAUSE.</summary>
    Pause,

    /// <summary>RSM.</summary>
    Rsm,

    /// <summary>MOV to a control register.</summary>
    MovToCr,

    /// <summary>MOV from a control register.</summary>
    MovFromCr,

    /// <summary>CLTS.</summary>
    Clts,

    /// <summary>LMSW.</summary>
    Lmsw,

    /// <summary>SMSW.</summary>
    Smsw,

    /// <summary>MOV to a debug register.</summary>
    MovToDr,

    /// <summary>MOV from a debug register.</summary>
    MovFromDr,

    /// <summary>SGDT.</summary>
    Sgdt,

    /// <summary>LGDT.</summary>
    Lgdt,

    /// <summary>SIDT.</summary>
    Sidt,

    /// <summary>LIDT.</summary>
    Lidt,

    /// <summary>SLDT.</summary>
    Sldt,

    /// <summary>LLDT.</summary>
    Lldt,

    /// <summary>STR.</summary>
    Str,

    /// <summary>LTR.</summary>
    Ltr,

    /// <summary>IN.</summary>
    In,

    /// <summary>OUT.</summary>
    Out,

    /// <summary>INS.</summary>
    Ins,

    /// <summary>OUTS.</summary>
    Outs,

    /// <summary>PUSHF.</summary>
    Pushf,

    /// <summary>POPF.</summary>
    Popf,

    /// <summary>IRET.</summary>
    Iret,

    /// <summary>INT n.</summary>
    SoftwareInterrupt,

    /// <summary>INT3.</summary>
    Int3,

    /// <summary>INTO.</summary>
    Into,

    /// <summary>INT1, also called ICEBP.</summary>
    Int1,

    /// <summary>VMCALL.</summary>
    Vmcall,

    /// <summary>VMMCALL; also VMGEXIT, which outside an encrypted guest is VMMCALL.</summary>
    Vmmcall,

    /// <summary>VMRUN.</summary>
    Vmrun,

    /// <summary>VMLOAD.</summary>
    Vmload,

    /// <summary>VMSAVE.</summary>
    Vmsave,

    /// <summary>STGI.</summary>
    Stgi,

    /// <summary>CLGI.</summary>
    Clgi,

    /// <summary>SKINIT.</summary>
    Skinit,
}
