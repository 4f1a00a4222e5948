// Bytes of a guest, made safe for a person's terminal.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace MicroHV.Machines;

/// <summary>
/// Shows letters, digits, punctuation, symbols and the plain space as they are, '\' as "\\", and everything else byte by
/// byte as '\' and two hexadecimal digits: control characters, bytes that are not UTF-8, characters that change how others
/// are shown (direction marks, joiners, combining marks), and characters that nobody sees. What comes out stands on one
/// line, and the bytes can be had back from it.
/// </summary>
public static class SafeText
{
    // Bytes of the longest character in UTF-8.
    private const int LongestSequence = 4;

    // Letters and symbols that are shown as nothing at all.
    private static readonly HashSet<int> _blanks =
        [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0x1D159];

    /// <summary>Escapes text; line feeds too.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text) => Escape(Encoding.UTF8.GetBytes(text));

    /// <summary>Escapes bytes; line feeds too.</summary>
    /// <param name="bytes">Any bytes.</param>
    public static string Escape(ReadOnlySpan<byte> bytes) => Escape(bytes, keepsLines: false);

    /// <summary>Escapes bytes, but lets line feeds stand.</summary>
    /// <param name="bytes">Any bytes.</param>
    public static string EscapeLines(ReadOnlySpan<byte> bytes) => Escape(bytes, keepsLines: true);

    /// <summary>
    /// How many of the bytes can be escaped before more come: all, or all but the beginning of a character at their end.
    /// </summary>
    /// <param name="bytes">Any bytes.</param>
    public static int CompleteLength(ReadOnlySpan<byte> bytes)
    {
        for (int tail = 1; tail < LongestSequence && tail <= bytes.Length; tail++)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes[^tail..], out _, out int length);
            if (status == OperationStatus.NeedMoreData && length == tail)
            {
                return bytes.Length - tail;
            }
        }

        return bytes.Length;
    }

    private static string Escape(ReadOnlySpan<byte> bytes, bool keepsLines)
    {
        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
            if (isRune && (IsHarmless(rune) || (keepsLines && rune.Value == '\n')))
            {
                _ = text.Append(rune.Value == '\\' ? @"\\" : rune.ToString());
            }
            else
            {
                foreach (byte value in bytes[..length])
                {
                    _ = text.Append(CultureInfo.InvariantCulture, $"\\{value:x2}");
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark => false,
        _ => !_blanks.Contains(rune.Value),
    };
}
