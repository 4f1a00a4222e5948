// The bytes of one instruction, read from front to back.
namespace MicroHV.Kernel.Vcpu.Decoding;

using System;
using System.Runtime.CompilerServices;

/// <summary>
/// A position in at most <see cref="InstructionDecoder.MaxLengthBytes"/> bytes; no read goes beyond them.
/// </summary>
public ref struct InstructionBytes
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>
    /// Begins at the first of <paramref name="bytes"/>; those beyond the longest instruction do not exist for it.
    /// </summary>
    public InstructionBytes(ReadOnlySpan<byte> bytes)
    {
        const int Most = InstructionDecoder.MaxLengthBytes;
        _bytes = bytes.Length > Most ? bytes.Slice(0, Most) : bytes;
        Position = 0;
    }

    /// <summary>Bytes read so far, 0 to <see cref="InstructionDecoder.MaxLengthBytes"/>.</summary>
    public int Position { get; private set; }

    /// <summary>Takes one byte; false if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadByte(out byte value)
    {
        if (!TryPeekByte(out value))
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Looks at the next byte without taking it; false if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryPeekByte(out byte value)
    {
        if (Position >= _bytes.Length)
        {
            value = 0;
            return false;
        }

        value = _bytes[Position];
        return true;
    }

    /// <summary>
    /// Takes a little-endian number of 0, 1, 2 or 4 bytes and extends its sign; false if it does not end within the
    /// bytes.
    /// </summary>
    public bool TryReadSigned(int sizeBytes, out int value)
    {
        uint bits = 0;
        value = 0;
        for (int i = 0; i < sizeBytes; i++)
        {
            if (!TryReadByte(out byte part))
            {
                return false;
            }

            bits |= (uint)part << (8 * i);
        }

        value = sizeBytes switch
        {
            1 => (sbyte)bits,
            2 => (short)bits,
            _ => (int)bits,
        };
        return true;
    }

    /// <summary>Takes <paramref name="sizeBytes"/> bytes, 0 to 10, unseen; false if there are fewer.</summary>
    public bool TrySkip(int sizeBytes)
    {
        if (_bytes.Length - Position < sizeBytes)
        {
            return false;
        }

        Position += sizeBytes;
        return true;
    }
}
