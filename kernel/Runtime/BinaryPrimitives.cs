// The bytes of a number in the other order.
using System.Runtime.CompilerServices;

namespace System.Buffers.Binary;

/// <summary>The bytes of a number in the other order.</summary>
public static class BinaryPrimitives
{
    /// <summary>The bytes in the other order.</summary>
    [Intrinsic] public static ushort ReverseEndianness(ushort value) => (ushort)((value >> 8) | (value << 8));

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic] public static uint ReverseEndianness(uint value) => ReverseEndianness(value);

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic] public static ulong ReverseEndianness(ulong value) => ReverseEndianness(value);
}
