// Who called whom, from a kernel's stack that may be broken.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>
/// Follows saved RBPs. Nothing is read outside of the stack, every step leads towards its end, and what is no address in the
/// kernel's code ends the walk.
/// </summary>
public static unsafe class StackWalk
{
    /// <summary>Writes up to <paramref name="capacity"/> return addresses, the innermost first; returns how many.</summary>
    /// <param name="area">Host-physical address of the area of the CPU whose stack it is.</param>
    /// <param name="framePointer">RBP.</param>
    /// <param name="addresses">Where they go.</param>
    /// <param name="capacity">How many there is room for.</param>
    public static uint From(ulong area, ulong framePointer, ulong* addresses, uint capacity)
    {
        const ulong FrameSizeBytes = 2 * sizeof(ulong);
        ulong lowest = area + CpuArea.StackTop - StackMark.StackSizeBytes;
        ulong highest = area + CpuArea.StackTop - FrameSizeBytes;
        uint count = 0;
        while (count < capacity && framePointer >= lowest && framePointer <= highest && framePointer % sizeof(ulong) == 0)
        {
            ulong* frame = (ulong*)Cpu.Frame(new HostPhysical(framePointer));
            if (frame[1] < Cpu.TextStart || frame[1] >= Cpu.TextEnd)
            {
                break;
            }

            addresses[count] = frame[1];
            count++;
            lowest = framePointer + FrameSizeBytes;
            framePointer = frame[0];
        }

        return count;
    }
}
