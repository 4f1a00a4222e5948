// The sizes in which x86 maps memory.
namespace MicroHV.Kernel.Cpu;

/// <summary>Sizes of pages and frames in bytes.</summary>
public static class FrameSize
{
    /// <summary>A 4-KiB page.</summary>
    public const ulong Size4K = 0x1000;

    /// <summary>A 2-MiB page.</summary>
    public const ulong Size2M = 0x20_0000;

    /// <summary>A 1-GiB page.</summary>
    public const ulong Size1G = 0x4000_0000;

    /// <summary>True if <paramref name="value"/> is a multiple of <paramref name="sizeBytes"/>, a power of two.</summary>
    public static bool IsAligned(ulong value, ulong sizeBytes) => (value & (sizeBytes - 1)) == 0;

    /// <summary>Rounds <paramref name="value"/> up to a multiple of 4 KiB; wraps at the end of the 64-bit space.</summary>
    public static ulong RoundUp4K(ulong value) => unchecked(value + Size4K - 1) & ~(Size4K - 1);
}
