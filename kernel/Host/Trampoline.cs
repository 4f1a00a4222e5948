// Where a CPU begins that a startup IPI wakes.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>The copy of boot/trampoline.asm in a page of the first MiB.</summary>
public static unsafe class Trampoline
{
    /// <summary>Host-physical address of the copy, a multiple of 4 KiB below 1 MiB.</summary>
    public const ulong Place = 0x8000;

    /// <summary>Writes the copy; only while the first MiB is mapped.</summary>
    public static void Write()
    {
        byte* from = (byte*)Cpu.Frame(new HostPhysical(Cpu.TrampolineStart));
        byte* to = (byte*)Cpu.Frame(new HostPhysical(Place));
        for (ulong i = 0; i < Cpu.TrampolineEnd - Cpu.TrampolineStart; i++)
        {
            to[i] = from[i];
        }
    }
}
