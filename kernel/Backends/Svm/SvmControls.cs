// The control area of a VMCB: what makes a guest exit.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Writes the control area.</summary>
internal static unsafe class SvmControls
{
    /// <summary>Bit of CR0 in the intercepts of CR reads and CR writes.</summary>
    internal const ushort Cr0 = 1 << 0;

    /// <summary>Bit of CR4 in the intercepts of CR writes.</summary>
    internal const ushort Cr4 = 1 << 4;

    /// <summary>Bit of CR8 in the intercepts of CR writes.</summary>
    internal const ushort Cr8 = 1 << 8;

    // Doubleword at 00Ch, in the order of its bits.
    private const uint Intr = 1u << 0;
    private const uint Nmi = 1u << 1;
    private const uint VirtualIntr = 1u << 4;
    private const uint Init = 1u << 3;
    private const uint Cr0SelectiveWrite = 1u << 5;
    private const uint Rdpmc = 1u << 15;
    private const uint Cpuid = 1u << 18;
    private const uint Rsm = 1u << 19;
    private const uint Invd = 1u << 22;
    private const uint Hlt = 1u << 24;
    private const uint Invlpga = 1u << 26;
    private const uint IoioProtection = 1u << 27;
    private const uint MsrProtection = 1u << 28;
    private const uint TaskSwitch = 1u << 29;
    private const uint FerrFreeze = 1u << 30;
    private const uint Shutdown = 1u << 31;

    // Doubleword at 010h: VMRUN, VMMCALL, VMLOAD, VMSAVE, STGI, CLGI, SKINIT; WBINVD, MONITOR, MWAIT twice, XSETBV, RDPRU.
    private const uint SvmInstructions = 0x7F;
    private const uint Wbinvd = 1u << 9;
    private const uint Monitor = 1u << 10;
    private const uint Mwait = 1u << 11;
    private const uint MwaitConditional = 1u << 12;
    private const uint Xsetbv = 1u << 13;
    private const uint Rdpru = 1u << 14;

    /// <summary>Exceptions that exit: those with which a guest could keep the processor busy for ever, and machine checks.</summary>
    private const uint Exceptions = (1u << GuestEvent.DB) | (1u << GuestEvent.AC) | (1u << GuestEvent.MC);

    // "V_INTR_MASKING": the guest's RFLAGS.IF and CR8 mask virtual interrupts only. APM 2, "Physical (INTR) Interrupt
    // Masking in EFLAGS".
    private const ulong VirtualInterruptMasking = 1UL << 24;

    // "V_IRQ" and "V_IGN_TPR": an interrupt waits, and the kernel has compared its priority already.
    private const ulong VirtualInterruptRequest = (1UL << 8) | (1UL << 20);
    private const ulong NestedPagingEnable = 1;

    /// <summary>Writes all of it into a zeroed <paramref name="vmcb"/>.</summary>
    internal static void Write(Vmcb* vmcb, ref Vcpu vcpu, in SystemConfig config)
    {
        ref readonly PartitionRecord partition = ref config.Partitions[(int)vcpu.PartitionIndex];
        vmcb->InterceptExceptions = Exceptions;
        vmcb->Intercepts1 = Intr | Nmi | Init | Cr0SelectiveWrite | Rdpmc | Cpuid | Rsm | Invd | Hlt | Invlpga
            | IoioProtection | MsrProtection | TaskSwitch | FerrFreeze | Shutdown;
        vmcb->Intercepts2 = SvmInstructions | Wbinvd | Monitor | Mwait | MwaitConditional | Xsetbv | Rdpru;
        vmcb->IopmBase = Cpu.Address(config.Bitmap(partition.PortBitmapOffset)).Value;
        vmcb->MsrpmBase = Cpu.Address(config.Bitmap(partition.SvmMsrBitmapOffset)).Value;
        vmcb->Asid = vcpu.GuestTag;
        WriteInterrupts(vmcb, in vcpu);
        vmcb->NestedControl = NestedPagingEnable;
        vmcb->NestedCr3 = vcpu.NestedRoot;
    }

    /// <summary>
    /// Brings CR8 of the VMCB ("V_TPR", which the guest reads without an exit) in line with what the guest believes, and asks
    /// for an exit when the guest can take an interrupt, or does not. That exit is the intercept of a virtual interrupt that
    /// is never taken: APM 2, "Virtual Interrupt Intercept".
    /// </summary>
    internal static void WriteInterrupts(Vmcb* vmcb, in Vcpu vcpu)
    {
        bool awaits = vcpu.AwaitsInterruptWindow != 0;
        vmcb->Intercepts1 = awaits ? vmcb->Intercepts1 | VirtualIntr : vmcb->Intercepts1 & ~VirtualIntr;
        vmcb->VirtualInterrupts = VirtualInterruptMasking | vcpu.Cr8Shadow | (awaits ? VirtualInterruptRequest : 0);
    }
}
