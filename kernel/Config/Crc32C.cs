// The checksum of the blob's parts.
namespace MicroHV.Kernel.Config;

using System;

/// <summary>CRC-32C: Castagnoli's polynomial, reflected, initial value and final exclusive-or 0xFFFFFFFF.</summary>
public static unsafe class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = 0xFFFF_FFFF;

    // Contribution of each half byte: a table of 64 bytes that stays in the cache, at two steps for a byte.
    private static ReadOnlySpan<uint> HalfBytes => new uint[]
    {
        0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
        0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75,
    };

    /// <summary>The checksum of <paramref name="count"/> bytes.</summary>
    public static uint Of(byte* bytes, ulong count) => ~Continue(Start, bytes, count);

    /// <summary>Advances <paramref name="state"/> over <paramref name="count"/> more bytes; the checksum is the complement of the last state.</summary>
    public static uint Continue(uint state, byte* bytes, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            state ^= bytes[i];
            state = (state >> 4) ^ HalfBytes[(int)(state & 15)];
            state = (state >> 4) ^ HalfBytes[(int)(state & 15)];
        }

        return state;
    }
}
