// The memory that is one CPU's own: its stacks, each above a page that stays unmapped, and the page that its GS points to.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>
/// What lies where in the area of a CPU: a guard and the kernel's stack, three times a guard and an interrupt stack, then the
/// CPU's page. The boot CPU's area is in the image, the others' are the first frames of the pool.
/// </summary>
public static class CpuArea
{
    /// <summary>Frames of one area.</summary>
    public const uint FrameCount = 12;

    /// <summary>Bytes of one area.</summary>
    public const ulong SizeBytes = FrameCount * FrameSize.Size4K;

    /// <summary>Offset of the end of the kernel's stack.</summary>
    public const ulong StackTop = FirstIstGuard;

    /// <summary>Guards in one area.</summary>
    public const uint GuardCount = 1 + IstCount;

    /// <summary>Offset of the CPU's page: <c>CpuContext</c>, descriptor tables, <c>PerCpu</c>.</summary>
    public const ulong Page = (FrameCount - 1) * FrameSize.Size4K;

    /// <summary>Offset of the GDT, in the CPU's page.</summary>
    public const ulong Gdt = Page + 0x80;

    /// <summary>Offset of the task-state segment, in the CPU's page.</summary>
    public const ulong Task = Page + 0x100;

    /// <summary>Offset of <c>PerCpu</c>, in the CPU's page.</summary>
    public const ulong PerCpu = Page + 0x200;

    /// <summary>Interrupt stacks of one CPU.</summary>
    public const uint IstCount = 3;

    private const ulong FirstIstGuard = 5 * FrameSize.Size4K;
    private const ulong GuardAndStackBytes = 2 * FrameSize.Size4K;

    /// <summary>Host-physical address of the area of CPU <paramref name="index"/> of the plan.</summary>
    public static ulong Of(uint index, ulong poolBase) => index == 0 ? Cpu.BootCpuArea : poolBase + (SizeBytes * (index - 1));

    /// <summary>Offset of guard <paramref name="index"/>, below <see cref="GuardCount"/>.</summary>
    public static ulong Guard(uint index) => index == 0 ? 0 : FirstIstGuard + (GuardAndStackBytes * (index - 1));

    /// <summary>Offset of the end of interrupt stack <paramref name="index"/>, 1 to <see cref="IstCount"/>.</summary>
    public static ulong IstTop(uint index) => Guard(index) + GuardAndStackBytes;
}
