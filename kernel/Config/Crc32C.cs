// The checksum of the blob's parts.
namespace MicroHV.Kernel.Config;

using MicroHV.Kernel.Cpu;

/// <summary>CRC-32C: Castagnoli's polynomial, reflected, initial value and final exclusive-or 0xFFFFFFFF.</summary>
public static unsafe class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = 0xFFFF_FFFF;

    /// <summary>The checksum of <paramref name="count"/> bytes.</summary>
    public static uint Of(byte* bytes, ulong count) => ~Continue(Start, bytes, count);

    /// <summary>Advances <paramref name="state"/> over <paramref name="count"/> more bytes; the checksum is the complement of the last state.</summary>
    public static uint Continue(uint state, byte* bytes, ulong count) => Cpu.Crc32C(state, bytes, count);
}
