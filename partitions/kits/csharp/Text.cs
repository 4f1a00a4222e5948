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
        while (!words.IsEmpty)
        {
            ReadOnlySpan<byte> word = TakeWord(ref words);
            if (word.Length > name.Length && word[name.Length] == (byte)'='
                && word.Slice(0, name.Length).SequenceEqual(name))
            {
                value = word.Slice(name.Length + 1);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether one of the words is <paramref name="wanted"/>.</summary>
    internal static bool HasWord(ReadOnlySpan<byte> words, ReadOnlySpan<byte> wanted)
    {
        while (!words.IsEmpty)
        {
            ReadOnlySpan<byte> word = TakeWord(ref words);
            if (!word.IsEmpty && word.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a number, decimal or hexadecimal with 0x, that is all of <paramref name="text"/>.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        bool isNegative = text.Length > 0 && text[0] == (byte)'-';
        text = text.Slice(isNegative ? 1 : 0);
        bool isHexadecimal = text.Length > 2 && text[0] == (byte)'0' && text[1] == (byte)'x';
        text = text.Slice(isHexadecimal ? 2 : 0);
        uint radix = isHexadecimal ? 16u : 10u;
        ulong largest = isNegative ? 1UL << 63 : long.MaxValue;
        ulong magnitude = 0;
        number = 0;
        for (int i = 0; i < text.Length; i++)
        {
            uint digit = DigitOf(text[i]);
            if (digit >= radix || magnitude > (largest - digit) / radix)
            {
                return false;
            }

            magnitude = (magnitude * radix) + digit;
        }

        number = isNegative ? (long)(0 - magnitude) : (long)magnitude;
        return text.Length > 0;
    }

    // The first word, which is empty if a space comes first; words go on behind it.
    private static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> words)
    {
        int end = 0;
        while (end < words.Length && words[end] != (byte)' ')
        {
            end++;
        }

        ReadOnlySpan<byte> word = words.Slice(0, end);
        words = words.Slice(end < words.Length ? end + 1 : end);
        return word;
    }

    private static uint DigitOf(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)letter - '0',
        >= (byte)'a' and <= (byte)'f' => (uint)letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => (uint)letter - 'A' + 10,
        _ => uint.MaxValue,
    };
}
