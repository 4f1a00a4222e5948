// What boot/trampoline.asm and boot/entry64.asm do on a CPU that a startup IPI wakes.
namespace MicroHV.Model;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Root;

/// <summary>From the startup vector to the kernel's first C# on that CPU.</summary>
internal static unsafe class SoftwareBootCode
{
    /// <summary>Begins at page <paramref name="vector"/>, with the arguments that the boot CPU has put on the new stack.</summary>
    /// <exception cref="HostExceptionException">There is no code at that page.</exception>
    internal static void Begin(byte vector)
    {
        if (vector * FrameSize.Size4K != Trampoline.Place)
        {
            throw new HostExceptionException($"a CPU begins at page 0x{vector:X}, where the trampoline is not");
        }

        SoftwareMachine machine = SoftwareMachine.Current;
        ulong* stack = *(ulong**)machine.Ram(machine.Symbols.StartStack);
        OtherCpus.Run(stack[0], (KernelState*)stack[1]);
    }
}
