// Bits of unsigned numbers.
using System.Runtime.CompilerServices;

namespace System.Numerics;

/// <summary>Bits of unsigned numbers. The intrinsic ones are single instructions or short sequences of them.</summary>
public static class BitOperations
{
    /// <summary>Number of zero bits below the lowest one bit; 32 for zero.</summary>
    [Intrinsic] public static int TrailingZeroCount(uint value) => TrailingZeroCount(value);

    /// <summary>Number of zero bits below the lowest one bit; 64 for zero.</summary>
    [Intrinsic] public static int TrailingZeroCount(ulong value) => TrailingZeroCount(value);

    /// <summary>Number of zero bits above the highest one bit; 32 for zero.</summary>
    [Intrinsic] public static int LeadingZeroCount(uint value) => LeadingZeroCount(value);

    /// <summary>Number of zero bits above the highest one bit; 64 for zero.</summary>
    [Intrinsic] public static int LeadingZeroCount(ulong value) => LeadingZeroCount(value);

    /// <summary>Number of the highest one bit; 0 for zero.</summary>
    public static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    /// <summary>Number of the highest one bit; 0 for zero.</summary>
    public static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    /// <summary>Whether exactly one bit is one.</summary>
    public static bool IsPow2(uint value) => (value & (value - 1)) == 0 && value != 0;

    /// <summary>Whether exactly one bit is one.</summary>
    public static bool IsPow2(ulong value) => (value & (value - 1)) == 0 && value != 0;

    /// <summary>Number of one bits.</summary>
    public static int PopCount(uint value) => PopCount((ulong)value);

    /// <summary>Number of one bits.</summary>
    public static int PopCount(ulong value)
    {
        ulong pairs = value - ((value >> 1) & 0x5555_5555_5555_5555);
        ulong nibbles = (pairs & 0x3333_3333_3333_3333) + ((pairs >> 2) & 0x3333_3333_3333_3333);
        ulong bytes = (nibbles + (nibbles >> 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        return (int)((bytes * 0x0101_0101_0101_0101) >> 56);
    }

    /// <summary>Turned left by <paramref name="offset"/> bits.</summary>
    [Intrinsic] public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    /// <summary>Turned left by <paramref name="offset"/> bits.</summary>
    [Intrinsic] public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    /// <summary>Turned right by <paramref name="offset"/> bits.</summary>
    [Intrinsic] public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));

    /// <summary>Turned right by <paramref name="offset"/> bits.</summary>
    [Intrinsic] public static ulong RotateRight(ulong value, int offset) => (value >> offset) | (value << (64 - offset));
}
