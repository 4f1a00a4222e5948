// MSRs that guests write freely, that the host never uses, and that a VMCS has no place for.
namespace MicroHV.Kernel.Vcpu;

using System.Runtime.CompilerServices;
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
    public static void Save(ref Vcpu vcpu) => Cpu.SaveSwitchedMsrs((ulong*)Unsafe.AsPointer(ref vcpu.Msrs[0]));

    /// <summary>Writes them to the processor.</summary>
    public static void Load(ref Vcpu vcpu) => Cpu.LoadSwitchedMsrs((ulong*)Unsafe.AsPointer(ref vcpu.Msrs[0]));
}
