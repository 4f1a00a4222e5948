// XSETBV: which extended state the guest uses.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>SDM 2D, "XSETBV—Set Extended Control Register". The processor holds the guest's XCR0 while it is loaded.</summary>
internal static class XsetbvExit
{
    private const ulong X87 = 1 << 0;
    private const ulong Sse = 1 << 1;
    private const ulong Avx = 1 << 2;
    private const ulong Avx512 = 7 << 5;
    private const ulong Pkru = 1 << 9;
    private const ulong Offered = X87 | Sse | Avx | Avx512 | Pkru;

    internal static Verdict Handle(in ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        if ((vcpu.Cr4Shadow & CR4.OSXSAVE) == 0)
        {
            return Answers.UndefinedInstruction(ref vcpu);
        }

        ulong value = (uint)vcpu.Registers.Rax | (vcpu.Registers.Rdx << 32);
        bool isPrivileged = exit.Operand == 0;
        bool isXcr0 = (uint)vcpu.Registers.Rcx == 0;
        bool isKnown = (value & ~(context.Cpu.ExtendedStateMask & Offered)) == 0 && (value & X87) != 0;
        bool hasAvxItsSse = (value & Avx) == 0 || (value & Sse) != 0;
        bool hasAvx512ItsAvx = (value & Avx512) == 0 || ((value & Avx512) == Avx512 && (value & Avx) != 0);
        if (!isPrivileged || !isXcr0 || !isKnown || !hasAvxItsSse || !hasAvx512ItsAvx)
        {
            return Answers.GeneralProtection(ref vcpu);
        }

        Cpu.WriteXcr0(value);
        return Answers.Next(ref vcpu, in exit);
    }
}
