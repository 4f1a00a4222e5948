// HLT: nothing to do until an interrupt comes.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>With interrupts on, the rest of the window is given up. With interrupts off, nothing can ever wake the guest.</summary>
internal static class HltExit
{
    internal static Verdict Handle(ref Vcpu vcpu, in VmExit exit)
    {
        bool canWake = exit.Flag && exit.InstructionLength != 0;
        return canWake ? Verdict.Yield : Answers.Error(ref vcpu, ErrorCode.DeadVcpu);
    }
}
