// Why a guest stopped, in neither vendor's words.
namespace MicroHV.Kernel.Vcpu;

/// <summary>Kinds of exits. A backend decodes each exit into one of them, once.</summary>
public enum ExitKind : uint
{
    /// <summary>The processor gave a reason that no rule of ours knows.</summary>
    Unknown = 0,

    /// <summary>A physical interrupt came; it is still pending.</summary>
    Interrupt = 1,

    /// <summary>An NMI came.</summary>
    Nmi = 2,

    /// <summary>The window's time is up.</summary>
    WindowEnd = 3,

    /// <summary>CPUID.</summary>
    Cpuid = 4,

    /// <summary>HLT.</summary>
    Hlt = 5,

    /// <summary>IN, OUT, INS or OUTS on a port that the partition's bitmap refuses.</summary>
    PortIo = 6,

    /// <summary>RDMSR of an MSR that the partition's bitmap refuses.</summary>
    MsrRead = 7,

    /// <summary>WRMSR of an MSR that the partition's bitmap refuses.</summary>
    MsrWrite = 8,

    /// <summary>Guest-physical memory that is not there, or not with that right.</summary>
    NestedPageFault = 9,

    /// <summary>VMCALL or VMMCALL.</summary>
    Hypercall = 10,

    /// <summary>An intercepted exception: #DB, #AC or #MC.</summary>
    Exception = 11,

    /// <summary>A write of CR0, CR4 or CR8 that the guest may not do alone.</summary>
    ControlRegisterWrite = 12,

    /// <summary>A read of a control register that the guest may not do alone.</summary>
    ControlRegisterRead = 13,

    /// <summary>XSETBV.</summary>
    Xsetbv = 14,

    /// <summary>INVD or WBINVD: a guest does not flush caches that are everyone's.</summary>
    CacheFlush = 15,

    /// <summary>A task switch.</summary>
    TaskSwitch = 16,

    /// <summary>A triple fault (VMX) or shutdown (SVM).</summary>
    TripleFault = 17,

    /// <summary>An instruction that does not exist for a guest: #UD.</summary>
    UndefinedInstruction = 18,

    /// <summary>An instruction that a guest may not execute: #GP.</summary>
    ForbiddenInstruction = 19,

    /// <summary>The processor refused to enter the guest.</summary>
    EntryFailed = 20,

    /// <summary>The guest can take an interrupt, as was asked for.</summary>
    InterruptWindow = 21,
}
