// The world switch of SVM. Bodies in svm_switch.asm; tests run a software twin of this file.
namespace MicroHV.Kernel.Backends;

using System.Runtime;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Vcpu;

/// <summary>SVM instructions.</summary>
public static unsafe class SvmSwitch
{
    /// <summary>
    /// Runs the guest of <paramref name="vmcb"/> until it exits, with the host's hidden registers back from
    /// <paramref name="hostState"/>. Both are host-physical addresses of VMCBs.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("svm_enter")]
    public static extern void Enter(Vcpu* vcpu, ulong vmcb, ulong hostState);

    /// <summary>VMSAVE: keeps the host's TR, FS, GS, LDTR and system-call MSRs in the VMCB at <paramref name="hostState"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("svm_save_host")]
    public static extern void SaveHost(ulong hostState);
}
