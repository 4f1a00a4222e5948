// Finds the handler of an exit.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>One switch over the kinds of exits. A handler changes only the guest that it was given and returns a verdict.</summary>
public static class ExitDispatch
{
    /// <summary>What becomes of the guest.</summary>
    public static Verdict Handle(ref ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        switch (exit.Kind)
        {
            case ExitKind.Hypercall:
                return HypercallExit.Handle(ref context, ref vcpu, in exit);
            case ExitKind.Interrupt:
                return Verdict.TakeInterrupt;
            case ExitKind.WindowEnd:
            case ExitKind.Nmi:
            case ExitKind.InterruptWindow:
                return Verdict.Resume;
            case ExitKind.Cpuid:
                return CpuidExit.Handle(ref vcpu, in exit);
            case ExitKind.MsrRead:
                return MsrExit.HandleRead(in context, ref vcpu, in exit);
            case ExitKind.MsrWrite:
                return MsrExit.HandleWrite(in context, ref vcpu, in exit);
            case ExitKind.PortIo:
                return PortIoExit.Handle(in context, ref vcpu, in exit);
            case ExitKind.Hlt:
                return HltExit.Handle(ref vcpu, in exit);
            case ExitKind.ControlRegisterWrite:
                return ControlRegisterExit.HandleWrite(in context, ref vcpu, in exit);
            case ExitKind.ControlRegisterRead:
                return ControlRegisterExit.HandleRead(ref vcpu, in exit);
            case ExitKind.Xsetbv:
                return XsetbvExit.Handle(in context, ref vcpu, in exit);
            case ExitKind.Exception:
                return ExceptionExit.Handle(ref vcpu, in exit);
            case ExitKind.CacheFlush:
                // The caches are everyone's: a guest's flush is done by not doing it.
                return Answers.Next(ref vcpu, in exit);
            case ExitKind.UndefinedInstruction:
                return Answers.UndefinedInstruction(ref vcpu);
            case ExitKind.ForbiddenInstruction:
                return Answers.GeneralProtection(ref vcpu);
            case ExitKind.NestedPageFault:
                return Answers.Error(ref vcpu, HealthEvent.MemoryViolation);
            case ExitKind.TripleFault:
                return Answers.Error(ref vcpu, HealthEvent.UnexpectedTrap);
            case ExitKind.EntryFailed:
                return exit.IsKernelFault ? Verdict.KernelError : Answers.Error(ref vcpu, HealthEvent.EntryFailed);
            case ExitKind.TaskSwitch:
            case ExitKind.Unknown:
            default:
                return Answers.Error(ref vcpu, HealthEvent.IllegalRequest);
        }
    }
}
