// The answers that more than one kind of exit gets.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Verdicts with what belongs to them.</summary>
internal static class Answers
{
    /// <summary>
    /// Goes on behind the instruction. If nobody knows how long it is (the guest changed it after it exited), that is an
    /// illegal request.
    /// </summary>
    internal static Verdict Next(ref Vcpu vcpu, in VmExit exit) =>
        exit.InstructionLength != 0 ? Verdict.ResumeNext : Error(ref vcpu, HealthEvent.IllegalRequest);

    /// <summary>A hypercall is done, or refused: <paramref name="code"/> says which.</summary>
    internal static Verdict Return(ref Vcpu vcpu, ReturnCode code)
    {
        vcpu.Registers.Rax = (ulong)code;
        return Verdict.ResumeNext;
    }

    /// <summary>Raises #UD at the instruction.</summary>
    internal static Verdict UndefinedInstruction(ref Vcpu vcpu)
    {
        vcpu.Pending = GuestEvent.Exception(GuestEvent.UD);
        return Verdict.Resume;
    }

    /// <summary>
    /// Raises #GP(0) at the instruction. In real mode it has no error code, and VM entry refuses one: SDM 3C, "Checks on
    /// VM-Entry Control Fields".
    /// </summary>
    internal static Verdict GeneralProtection(ref Vcpu vcpu)
    {
        bool isProtected = (vcpu.Cr0Shadow & CR0.PE) != 0;
        vcpu.Pending = isProtected
            ? GuestEvent.ExceptionWithCode(GuestEvent.GP, 0)
            : GuestEvent.Exception(GuestEvent.GP);
        return Verdict.Resume;
    }

    /// <summary>Ends the partition's run with <paramref name="error"/>.</summary>
    internal static Verdict Error(ref Vcpu vcpu, HealthEvent error)
    {
        vcpu.Error = error;
        return Verdict.PartitionError;
    }
}
