// The software twin of kernel/Backends/Svm/SvmSwitch.cs: the VMCB is in RAM, and a callback is the guest.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Vcpu;
using MicroHV.Model;

/// <summary>SVM instructions, made of software.</summary>
public static unsafe class SvmSwitch
{
    /// <summary>Runs the guest of <paramref name="vmcb"/> until it exits. An NMI that made it exit arrives with STGI.</summary>
    public static void Enter(Vcpu* vcpu, ulong vmcb, ulong hostState)
    {
        SoftwareMachine.Current.OnSvmEntry(new VcpuPointer(vcpu), vmcb);
        SoftwareCpu.Current.TakeNmi();
    }

    /// <summary>VMSAVE of the host's hidden registers.</summary>
    public static void SaveHost(ulong hostState) => SoftwareCpu.Current.Svm.HostState = hostState;
}
