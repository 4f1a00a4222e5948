// Text of guests that mean no good.
using System.Text;
using CsCheck;

namespace MicroHV.Machine.Tests.Transcripts;

/// <summary>Bytes as an attacker of terminals and readers would choose them, and the way back from escaped text.</summary>
internal static class HostileText
{
    private static readonly string[] _tricks =
    [
        // Controls: escape sequences of both kinds, carriage return, backspace, tab, NUL, bell, vertical movement.
        "\u001b[2J", "\u001b]0;title\u0007", "\u009b31m", "\r", "\b", "\t", "\0", "\v", "\f", "\u0085", "\u007f",

        // Direction: overrides, isolates, marks; right-to-left letters.
        "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
        "\u05d0\u05d1",

        // What nobody sees, or sees elsewhere: joiners, fillers, combining marks, separators, odd spaces, tags.
        "\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u115f", "\u3164", "\u2800", "\u0301", "\u20dd", "\ufe0f", "\u2028", "\u2029",
        "\u00a0", "\u3000", "\U000e0041", "\ue000", "\ufffc",

        // Wide and astral characters.
        "\u4e2d", "\U0001f600", "\ufdfd",

        // The tool's own words and marks.
        "safety  | forged", "safety  * ended with exit code 0 in frame 1", "pass demo on QEMU TCG, AMD SVM", "| ", "+ ", "* ",
        "\\", "\\1b", "[red]", "[/]", ":skull:", ":100:", "general: MemoryViolation at main.c:1 in main", "── ",
    ];

    // Overlong NUL and '/', a surrogate, a sequence cut off, continuation bytes alone, beyond the last code point.
    private static readonly byte[][] _notUtf8 =
        [[0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0x80], [0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80]];

    /// <summary>Bytes of one line: anything but a line feed.</summary>
    public static Gen<byte[]> Line { get; } = Gen.Frequency(
        (6, Gen.Int[0, _tricks.Length - 1].Select(index => Encoding.UTF8.GetBytes(_tricks[index]))),
        (3, Gen.Int[0, _notUtf8.Length - 1].Select(index => _notUtf8[index])),
        (2, Gen.Byte.Where(value => value != (byte)'\n').Array[1, 4]),
        (2, Gen.Select(Gen.Char['!', '~'], Gen.Int[1, 300]).Select((letter, count) => Encoding.ASCII.GetBytes(new string(letter, count)))))
        .Array[0, 20].Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    /// <summary>True if a terminal shows exactly this character, in one or two cells, where it stands.</summary>
    public static bool IsPlain(Rune rune) => rune.Value == ' '
        || Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) || Rune.IsNumber(rune);

    /// <summary>The bytes that were escaped to a text.</summary>
    public static byte[] Unescape(string escaped)
    {
        List<byte> bytes = [];
        byte[] text = Encoding.UTF8.GetBytes(escaped);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != (byte)'\\')
            {
                bytes.Add(text[i]);
            }
            else if (text[++i] == (byte)'\\')
            {
                bytes.Add((byte)'\\');
            }
            else
            {
                bytes.Add(Convert.FromHexString(Encoding.ASCII.GetString(text, i++, 2))[0]);
            }
        }

        return [.. bytes];
    }
}
