// Bytes of a guest, made safe for a person's terminal.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace MicroHV.Machines;

/// <summary>
/// Shows printable text as it is and everything else as '\' and two hexadecimal digits: control characters, bytes that
/// are not
/// UTF-8, and characters that change how others are shown (direction marks, joiners, private use).
/// </summary>
public static class SafeText
{
    /// <summary>Escapes bytes.</summary>
    /// <param name="bytes">Any bytes.</param>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
            if (isRune && IsHarmless(rune))
            {
                _ = text.Append(rune.ToString());
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
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };
}
