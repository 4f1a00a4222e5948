// Numbers with units: sizes, times, frequencies.
using System.Globalization;

namespace MicroHV.Partitions.Text;

/// <summary>Reads and writes the quantities of a system description.</summary>
public static class Units
{
    private static readonly (string Unit, ulong Scale)[] _sizes =
        [("B", 1), ("KiB", 1UL << 10), ("MiB", 1UL << 20), ("GiB", 1UL << 30)];

    private static readonly (string Unit, ulong Scale)[] _times =
        [("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];

    private static readonly (string Unit, ulong Scale)[] _frequencies =
        [("Hz", 1), ("kHz", 1_000), ("MHz", 1_000_000), ("GHz", 1_000_000_000)];

    /// <summary>Reads a size or an address in bytes: <c>16MiB</c>, <c>4096</c>, <c>0x1000</c>.</summary>
    public static bool TryParseSize(string text, out ulong bytes) => TryParse(text, _sizes, true, out bytes);

    /// <summary>Reads a time in nanoseconds: <c>10ms</c>, <c>2.5us</c>, <c>0</c>.</summary>
    public static bool TryParseTime(string text, out ulong nanoseconds) =>
        TryParse(text, _times, false, out nanoseconds);

    /// <summary>Reads a frequency in hertz: <c>1GHz</c>, <c>1.193182MHz</c>.</summary>
    public static bool TryParseFrequency(string text, out ulong hertz) =>
        TryParse(text, _frequencies, false, out hertz);

    /// <summary>Reads a plain number, decimal or hexadecimal, with optional underscores between digits.</summary>
    public static bool TryParseNumber(string text, out ulong value)
    {
        value = 0;
        if (!HasOrderlyUnderscores(text))
        {
            return false;
        }

        string digits = text.Replace("_", "", StringComparison.Ordinal);
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes a size with the largest unit that leaves a whole number.</summary>
    public static string FormatSize(ulong bytes) => Format(bytes, _sizes);

    /// <summary>Writes a time with the largest unit that leaves a whole number.</summary>
    public static string FormatTime(ulong nanoseconds) => Format(nanoseconds, _times);

    /// <summary>Writes a frequency with the largest unit that leaves a whole number.</summary>
    public static string FormatFrequency(ulong hertz) => Format(hertz, _frequencies);

    private static bool TryParse(string text, (string Unit, ulong Scale)[] units, bool allowsNoUnit, out ulong value)
    {
        text = text.Trim();
        if (TryParseNumber(text, out value))
        {
            return allowsNoUnit || value == 0;
        }

        // The longest unit that fits wins: "ms" ends in "s" too.
        foreach ((string unit, ulong scale) in units.OrderByDescending(candidate => candidate.Unit.Length))
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                return TryScale(text[..^unit.Length].TrimEnd(), scale, out value);
            }
        }

        return false;
    }

    private static bool TryScale(string number, ulong scale, out ulong value)
    {
        value = 0;
        if (TryParseNumber(number, out ulong whole))
        {
            bool fits = whole <= ulong.MaxValue / scale;
            value = fits ? whole * scale : 0;
            return fits;
        }

        bool isFraction = decimal.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal fraction);
        if (!isFraction || fraction > ulong.MaxValue / (decimal)scale)
        {
            return false;
        }

        decimal product = fraction * scale;
        if (product != decimal.Truncate(product))
        {
            return false;
        }

        value = (ulong)product;
        return true;
    }

    private static bool HasOrderlyUnderscores(string text) =>
        !text.StartsWith('_') && !text.EndsWith('_') && !text.Contains("__", StringComparison.Ordinal);

    private static string Format(ulong value, (string Unit, ulong Scale)[] units)
    {
        (string unit, ulong scale) = units.Last(
            candidate => candidate.Scale == 1 || (value != 0 && value % candidate.Scale == 0));
        return string.Create(CultureInfo.InvariantCulture, $"{value / scale}{unit}");
    }
}
