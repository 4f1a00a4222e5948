// Reading of the information page's texts.
using System;

namespace MicroHV.Guest;

/// <summary>Zero-terminated text, and words of the form <c>name=value</c> in it.</summary>
internal static unsafe class Text
{
    /// <summary>The text at <paramref name="start"/>, up to its zero or the end of its room.</summary>
    internal static ReadOnlySpan<byte> Of(byte* start, int roomBytes)
    {
        int length = 0;
        while (length < roomBytes && start[length] != 0)
        {
            length++;
        }

        return new ReadOnlySpan<byte>(start, length);
    }

    /// <summary>Finds what stands behind <c>name=</c> in the first word that begins so.</summary>
    internal static bool TryFindValue(ReadOnlySpan<byte> words, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        int start = 0;
        while (start < words.Length)
        {
            int end = start;
            while (end < words.Length && words[end] != (byte)' ')
            {
                end++;
            }

            ReadOnlySpan<byte> word = words.Slice(start, end - start);
            if (word.Length > name.Length && word[name.Length] == (byte)'='
                && word.Slice(0, name.Length).SequenceEqual(name))
            {
                value = word.Slice(name.Length + 1);
                return true;
            }

            start = end + 1;
        }

        value = default;
        return false;
    }

    /// <summary>Reads a decimal number that is all of <paramref name="text"/> and fits in 64 bits.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        bool isNegative = text.Length > 0 && text[0] == (byte)'-';
        ulong largest = isNegative ? 1UL << 63 : long.MaxValue;
        ulong magnitude = 0;
        number = 0;
        for (int i = isNegative ? 1 : 0; i < text.Length; i++)
        {
            ulong digit = (ulong)text[i] - '0';
            if (digit > 9 || magnitude > (largest - digit) / 10)
            {
                return false;
            }

            magnitude = (magnitude * 10) + digit;
        }

        number = isNegative ? (long)(0 - magnitude) : (long)magnitude;
        return text.Length > (isNegative ? 1 : 0);
    }
}
