// Numbers for people.
using System.Globalization;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>Writes numbers as a person reads them.</summary>
internal static class Figures
{
    private static readonly (string Unit, decimal Scale)[] _sizes =
        [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

    /// <summary>A size: exact where few digits are enough, else rounded to two places.</summary>
    public static string Size(ulong bytes)
    {
        foreach ((string unit, decimal scale) in _sizes)
        {
            if (bytes >= scale)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bytes / scale, 2):0.##}{unit}");
            }
        }

        return Units.FormatSize(bytes);
    }

    /// <summary>A time, exact.</summary>
    public static string Time(ulong nanoseconds)
    {
        (string unit, decimal scale) = nanoseconds switch
        {
            >= 1_000_000_000 => ("s", 1_000_000_000m),
            >= 1_000_000 => ("ms", 1_000_000m),
            >= 1_000 => ("us", 1_000m),
            0 => ("", 1m),
            _ => ("ns", 1m),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / scale:0.#########}{unit}");
    }

    /// <summary>An address.</summary>
    public static string Address(ulong address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:X}");

    /// <summary>First and last address of a range.</summary>
    /// <param name="start">First address.</param>
    /// <param name="sizeBytes">Its size, not zero.</param>
    /// <param name="digits">How many digits an address has at least.</param>
    public static string Range(ulong start, ulong sizeBytes, int digits = 1)
    {
        string format = $"X{digits}";
        string last = (start + (sizeBytes - 1)).ToString(format, CultureInfo.InvariantCulture);
        return $"0x{start.ToString(format, CultureInfo.InvariantCulture)}-0x{last}";
    }

    /// <summary>Digits of the highest address of a range.</summary>
    public static int DigitsOf(ulong end) => Address(end - 1).Length - "0x".Length;

    /// <summary>Hundredths.</summary>
    public static string Percent(decimal percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} %");

    /// <summary>A number of things.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>Names as a sentence has them.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    /// <summary>What happens to partitions when a schedule replaces another.</summary>
    public static string Changes(ScheduleView schedule) =>
        string.Join(", ", schedule.Changes.Select(change => $"{change.Action} of {change.Partition}"));

    /// <summary>The time that a partition must get; null if nothing is demanded.</summary>
    public static string? Demand(PartitionView partition) => Demand(partition.DurationNanoseconds, partition.PeriodNanoseconds);

    /// <summary>The time that somebody must get; null if nothing is demanded.</summary>
    public static string? Demand(ulong? durationNanoseconds, ulong? periodNanoseconds) => (durationNanoseconds, periodNanoseconds) switch
    {
        (ulong duration, ulong period) => $"{Time(duration)} in every {Time(period)}",
        (null, ulong period) => $"to run in every {Time(period)}",
        (ulong duration, null) => $"{Time(duration)} in every major frame",
        _ => null,
    };
}
