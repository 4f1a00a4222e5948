// How much of its stack a CPU has ever used.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>
/// The high-water mark of a kernel stack. Stacks begin as zeros, and a return address is not zero: the lowest word that is not
/// zero tells how deep calls have been.
/// </summary>
public static unsafe class StackMark
{
    /// <summary>Bytes of the stack of one CPU.</summary>
    public const ulong StackSizeBytes = CpuArea.StackTop - FrameSize.Size4K;

    /// <summary>Bytes used so far of the stack in the CPU area at host-physical address <paramref name="area"/>.</summary>
    public static uint Of(ulong area)
    {
        ulong top = area + CpuArea.StackTop;
        ulong next = top - StackSizeBytes;
        while (next < top && *(ulong*)Cpu.Frame(new HostPhysical(next)) == 0)
        {
            next += sizeof(ulong);
        }

        return (uint)(top - next);
    }
}
