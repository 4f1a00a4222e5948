// Who ran when, in one line: what a store keeps of a run for its picture.
using System.Globalization;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>A window that somebody ran in, in nanoseconds after the start of major frame 0.</summary>
/// <param name="Partition">Whose it is.</param>
/// <param name="Start">When the guest was first entered.</param>
/// <param name="End">When it was last left.</param>
internal readonly record struct RanWindow(int Partition, long Start, long End)
{
    private const char Between = ' ';

    /// <summary>Windows as text: "1:250000..266007" for each, with blanks between them.</summary>
    public static string Write(IEnumerable<WindowEvidence> windows) => string.Join(Between, windows.Select(
        window => string.Create(CultureInfo.InvariantCulture, $"{window.Partition}:{window.Start}..{window.End}")));

    /// <summary>The windows of a text that <see cref="Write"/> made.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<RanWindow> Parse(string text) =>
        [.. text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    private static RanWindow ParseOne(string text)
    {
        string[] parts = text.Split([":", ".."], StringSplitOptions.None);
        return parts.Length == 3
            ? new RanWindow(
                int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture),
                long.Parse(parts[2], CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no window");
    }
}
