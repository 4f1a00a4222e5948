// Exceptions that the kernel sees before the guest does.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Vcpu;

/// <summary>
/// #DB and #AC exit only so that a guest whose handlers raise them again and again cannot keep the processor from the kernel;
/// the guest gets them all the same. A machine check is the machine's, whoever was running.
/// </summary>
internal static class ExceptionExit
{
    internal static Verdict Handle(ref Vcpu vcpu, in VmExit exit)
    {
        switch (exit.Address)
        {
            case GuestEvent.DB:
            case GuestEvent.AC:
                vcpu.Pending = exit.Event;
                return Verdict.Resume;
            default:
                return Verdict.KernelError;
        }
    }
}
