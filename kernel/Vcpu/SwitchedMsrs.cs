// MSRs that guests write freely, that the host never uses, and that a VMCS has no place for.
namespace MicroHV.Kernel.Vcpu;

using MicroHV.Kernel.Cpu;

/// <summary>
/// The MSRs of SYSCALL and SWAPGS. A VMCB has them, and VMLOAD and VMSAVE move them; with a VMCS, they are read and written when
/// the CPU goes from one virtual CPU to another.
/// </summary>
public static unsafe class SwitchedMsrs
{
    /// <summary>How many there are.</summary>
    public const int Count = 5;

    /// <summary>Reads them from the processor.</summary>
    public static void Save(ref Vcpu vcpu)
    {
        vcpu.Msrs[0] = Cpu.ReadMsr(Msr.IA32_STAR);
        vcpu.Msrs[1] = Cpu.ReadMsr(Msr.IA32_LSTAR);
        vcpu.Msrs[2] = Cpu.ReadMsr(Msr.IA32_CSTAR);
        vcpu.Msrs[3] = Cpu.ReadMsr(Msr.IA32_FMASK);
        vcpu.Msrs[4] = Cpu.ReadMsr(Msr.IA32_KERNEL_GS_BASE);
    }

    /// <summary>Writes them to the processor.</summary>
    public static void Load(ref Vcpu vcpu)
    {
        Cpu.WriteMsr(Msr.IA32_STAR, vcpu.Msrs[0]);
        Cpu.WriteMsr(Msr.IA32_LSTAR, vcpu.Msrs[1]);
        Cpu.WriteMsr(Msr.IA32_CSTAR, vcpu.Msrs[2]);
        Cpu.WriteMsr(Msr.IA32_FMASK, vcpu.Msrs[3]);
        Cpu.WriteMsr(Msr.IA32_KERNEL_GS_BASE, vcpu.Msrs[4]);
    }
}
