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
        byte vector = (byte)exit.Address;
        switch (vector)
        {
            case GuestEvent.DB:
                vcpu.Pending = GuestEvent.Exception(vector);
                return Verdict.Resume;
            case GuestEvent.AC:
                vcpu.Pending = GuestEvent.ExceptionWithCode(vector, (uint)exit.Value);
                return Verdict.Resume;
            default:
                return Verdict.KernelError;
        }
    }
}
