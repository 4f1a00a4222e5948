// The software twin of kernel/Backends/Svm/SvmSwitch.cs: the VMCB is in RAM, and a callback is the guest.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Vcpu;
using MicroHV.Model;

/// <summary>SVM instructions, made of software.</summary>
public static unsafe class SvmSwitch
{
    /// <summary>Runs the guest of <paramref name="vmcb"/> until it exits.</summary>
    public static void Enter(Vcpu* vcpu, ulong vmcb, ulong hostState) =>
        SoftwareMachine.Current.Svm.OnEnter(new VcpuPointer(vcpu), vmcb);

    /// <summary>VMSAVE of the host's hidden registers.</summary>
    public static void SaveHost(ulong hostState) => SoftwareMachine.Current.Svm.HostState = hostState;
}
