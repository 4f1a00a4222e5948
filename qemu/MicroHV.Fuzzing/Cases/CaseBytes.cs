// A case, read from front to back: the bytes decide everything, and behind their end are zeros.
using System.Buffers.Binary;

namespace MicroHV.Fuzzing.Cases;

/// <summary>Makes numbers and choices of the bytes of a case. Every byte string is a case.</summary>
/// <param name="bytes">The case.</param>
internal ref struct CaseBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True if all bytes have been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The bytes that have not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next byte.</summary>
    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        byte next = _rest[0];
        _rest = _rest[1..];
        return next;
    }

    /// <summary>The lowest bit of the next byte.</summary>
    public bool Flag() => (Byte() & 1) != 0;

    /// <summary>A number below <paramref name="count"/>, which is 1 to 256.</summary>
    public int Choice(int count) => Byte() % count;

    /// <summary>One of <paramref name="choices"/>.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Choice(choices.Length)];

    /// <summary>The next bytes, as many as there are up to <paramref name="count"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        int taken = Math.Min(count, _rest.Length);
        ReadOnlySpan<byte> next = _rest[..taken];
        _rest = _rest[taken..];
        return next;
    }

    /// <summary>Two bytes, the lower first.</summary>
    public ushort Word() => (ushort)Little(2);

    /// <summary>Four bytes, the lowest first.</summary>
    public uint DoubleWord() => (uint)Little(4);

    /// <summary>Eight bytes, the lowest first.</summary>
    public ulong QuadWord() => Little(8);

    /// <summary>Any number of 64 bits; those at whose edges mistakes are made take two bytes.</summary>
    public ulong Number()
    {
        byte kind = Byte();
        return (kind % 8) switch
        {
            0 => Byte(),
            1 => Word(),
            2 => DoubleWord(),
            3 => ulong.MaxValue - Byte(),
            4 => 1ul << (Byte() % 64),
            5 => (1ul << (Byte() % 64)) - 1,
            6 => 0 - (1ul << (Byte() % 64)),
            _ => QuadWord(),
        };
    }

    private ulong Little(int count)
    {
        Span<byte> value = stackalloc byte[8];
        value.Clear();
        Bytes(count).CopyTo(value);
        return BinaryPrimitives.ReadUInt64LittleEndian(value);
    }
}
