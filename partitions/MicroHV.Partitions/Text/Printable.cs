// Text that people wrote somewhere, made fit for a terminal.
using System.Globalization;
using System.Text;

namespace MicroHV.Partitions.Text;

/// <summary>Shows what a terminal would obey, or hide, instead of letting it do so.</summary>
public static class Printable
{
    /// <summary>
    /// <paramref name="text"/> with control and format characters, and all that breaks lines, as <c>\u001B</c>.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.Any(IsObeyed))
        {
            return text;
        }

        StringBuilder shown = new();
        foreach (char letter in text)
        {
            _ = IsObeyed(letter)
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}")
                : shown.Append(letter);
        }

        return shown.ToString();
    }

    private static bool IsObeyed(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
