// Bytes of a line that are about to be sent.
namespace MicroHV.Kernel.Console;

/// <summary>At most eight bytes in the order in which they came: the longest are "#kk " behind two line feeds and "255> ".</summary>
public struct StagedBytes
{
    private ulong _bytes;
    private int _count;

    /// <summary>True if there is none.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <summary>Takes the first one; 0 if there is none.</summary>
    public byte Take()
    {
        byte first = (byte)_bytes;
        _bytes >>= 8;
        _count -= _count == 0 ? 0 : 1;
        return first;
    }

    /// <summary>Adds <paramref name="value"/>.</summary>
    public void Add(byte value)
    {
        _bytes |= (ulong)value << (8 * _count);
        _count++;
    }

    /// <summary>Adds the two digits of <paramref name="value"/> in hexadecimal.</summary>
    public void AddHex(byte value)
    {
        Add(HexDigit((uint)value >> 4));
        Add(HexDigit((uint)value & 15));
    }

    /// <summary>Adds the digits of <paramref name="value"/>, below 1000, in decimal.</summary>
    public void AddNumber(uint value)
    {
        if (value >= 100)
        {
            Add((byte)('0' + (value / 100)));
        }

        if (value >= 10)
        {
            Add((byte)('0' + (value / 10 % 10)));
        }

        Add((byte)('0' + (value % 10)));
    }

    private static byte HexDigit(uint digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
