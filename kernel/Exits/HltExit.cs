// HLT: nothing to do until an interrupt comes.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>With interrupts on, one of them or the next window ends it. With interrupts off, nothing can ever wake the guest.</summary>
internal static class HltExit
{
    internal static Verdict Handle(ref Vcpu vcpu, in VmExit exit)
    {
        bool canWake = exit.Flag && exit.InstructionLength != 0;
        if (!canWake)
        {
            return Answers.Error(ref vcpu, HealthEvent.DeadVcpu);
        }

        vcpu.Activity = VcpuActivity.Halted;
        return Verdict.Yield;
    }
}
