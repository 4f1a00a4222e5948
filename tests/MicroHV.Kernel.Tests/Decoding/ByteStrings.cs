// Byte strings that begin with every opcode of every map, in systematic combination with what may stand around it.
using MicroHV.Kernel.Vcpu.Decoding;

namespace MicroHV.Kernel.Tests.Decoding;

/// <summary>
/// Generators of instruction bytes. Every string is longer than the longest instruction; the array is used again.
/// </summary>
internal static class ByteStrings
{
    private const int SizeBytes = 24;

    // One ModRM byte for each form: no displacement, SIB, displacement without base, disp8, disp16/32, register.
    private static readonly byte[] s_modRmForms = [0x00, 0x04, 0x05, 0x06, 0x4C, 0x55, 0x84, 0x9D, 0xC0, 0xC8, 0xFF];

    // SIB bytes with and without a base that needs a displacement.
    private static readonly byte[] s_sibForms = [0x00, 0x25, 0xE4];

    public static readonly byte[][] Prefixes =
    [
        [], [0x66], [0x67], [0xF2], [0xF3], [0xF0], [0x2E], [0x64],
        [0x66, 0x67], [0x66, 0xF2], [0xF3, 0x66], [0xF2, 0xF3], [0xF3, 0xF2],
        [0x40], [0x41], [0x48], [0x4F],
        [0x66, 0x48], [0x48, 0x66], [0x67, 0x48], [0xF3, 0x48], [0x40, 0x48], [0x48, 0x40],
        [0xF2, 0x66, 0x4F], [0x66, 0x66, 0x67, 0x67, 0x65],
    ];

    /// <summary>A prefix of each kind.</summary>
    public static readonly byte[][] FewPrefixes = [[], [0x66], [0xF2], [0xF3], [0xF0], [0x41], [0x44], [0xF0, 0x4F]];

    /// <summary>Every prefix set, opcode map of escape bytes, opcode and ModRM byte.</summary>
    public static IEnumerable<byte[]> Legacy() => Legacy(Prefixes);

    /// <summary>Every one of <paramref name="prefixes"/>, opcode map of escape bytes, opcode and ModRM byte.</summary>
    public static IEnumerable<byte[]> Legacy(byte[][] prefixes)
    {
        byte[][] escapes = [[], [0x0F], [0x0F, 0x38], [0x0F, 0x3A]];
        byte[] bytes = Filled();
        foreach (byte[] prefix in prefixes)
        {
            foreach (byte[] escape in escapes)
            {
                int opcode = Put(bytes, 0, prefix, escape);
                for (int tail = 0; tail < 0x1_0000; tail++)
                {
                    bytes[opcode] = (byte)(tail >> 8);
                    bytes[opcode + 1] = (byte)tail;
                    bytes[opcode + 2] = s_sibForms[tail % s_sibForms.Length];
                    yield return bytes;
                }
            }
        }
    }

    /// <summary>Every two-byte VEX payload, opcode and form of ModRM.</summary>
    public static IEnumerable<byte[]> Vex2()
    {
        byte[] bytes = Filled();
        bytes[0] = 0xC5;
        for (int payload = 0; payload < 0x100; payload++)
        {
            bytes[1] = (byte)payload;
            foreach (byte[] each in OpcodesAndForms(bytes, 2))
            {
                yield return each;
            }
        }
    }

    /// <summary>
    /// Three-byte VEX and XOP: every map with both values of the register bits, W, L and pp, opcode and form of ModRM.
    /// </summary>
    public static IEnumerable<byte[]> Vex3AndXop()
    {
        byte[] bytes = Filled();
        foreach (byte first in (byte[])[0xC4, 0x8F])
        {
            foreach ((int registers, int map) in Pairs([0x00, 0xE0], 0x20))
            {
                foreach (byte last in (byte[])[0x00, 0x78, 0x79, 0x7A, 0x7B, 0x7C, 0xF8, 0xFD])
                {
                    _ = Put(bytes, 0, [first, (byte)(registers | map), last], []);
                    foreach (byte[] each in OpcodesAndForms(bytes, 3))
                    {
                        yield return each;
                    }
                }
            }
        }
    }

    /// <summary>
    /// EVEX: every map with register bits, W and pp, vector length with and without broadcast, opcode and form of
    /// ModRM.
    /// </summary>
    public static IEnumerable<byte[]> Evex()
    {
        byte[] bytes = Filled();
        foreach ((int registers, int map) in Pairs([0x00, 0xF0, 0xD0], 0x10))
        {
            foreach (byte second in (byte[])[0x78, 0x7C, 0x7D, 0x7E, 0x7F, 0xFC, 0xFD, 0xFE, 0xFF])
            {
                foreach (byte third in (byte[])[0x08, 0x09, 0x28, 0x48, 0x58, 0xC9])
                {
                    _ = Put(bytes, 0, [0x62, (byte)(registers | map), second], [third]);
                    foreach (byte[] each in OpcodesAndForms(bytes, 4))
                    {
                        yield return each;
                    }
                }
            }
        }
    }

    /// <summary>
    /// Fills <paramref name="bytes"/> with random ones, of which prefixes and escapes are more frequent at the front
    /// than chance has them.
    /// </summary>
    public static void Randomize(Random random, byte[] bytes)
    {
        random.NextBytes(bytes);
        byte[] frequent = [0x0F, 0x66, 0x67, 0xF2, 0xF3, 0x48, 0x41, 0xC4, 0xC5, 0x62, 0x8F, 0x0F, 0x38, 0x3A];
        int front = random.Next(4);
        for (int i = 0; i < front; i++)
        {
            bytes[i] = frequent[random.Next(frequent.Length)];
        }
    }

    public static byte[] Filled()
    {
        byte[] bytes = new byte[SizeBytes];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(0x11 + i);
        }

        return bytes;
    }

    private static IEnumerable<byte[]> OpcodesAndForms(byte[] bytes, int opcode)
    {
        for (int value = 0; value < 0x100; value++)
        {
            bytes[opcode] = (byte)value;
            foreach (byte modRm in s_modRmForms)
            {
                bytes[opcode + 1] = modRm;
                bytes[opcode + 2] = s_sibForms[value % s_sibForms.Length];
                yield return bytes;
            }
        }
    }

    private static IEnumerable<(int High, int Low)> Pairs(int[] highs, int lowCount)
    {
        foreach (int high in highs)
        {
            for (int low = 0; low < lowCount; low++)
            {
                yield return (high, low);
            }
        }
    }

    private static int Put(byte[] bytes, int at, byte[] first, byte[] second)
    {
        first.CopyTo(bytes, at);
        second.CopyTo(bytes, at + first.Length);
        return at + first.Length + second.Length;
    }
}
