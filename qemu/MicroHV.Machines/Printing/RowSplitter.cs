// Long text in rows that no terminal wraps.
using System.Text;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>
/// A terminal begins a row of its own where one is full, and what stands at its start looks like a line of somebody else's:
/// text that is not ours is cut before that happens.
/// </summary>
internal static class RowSplitter
{
    private const int FewestCells = 2;

    /// <summary>How many cells of a console's row are left behind a label; without bound if it is no terminal.</summary>
    /// <param name="console">The console.</param>
    /// <param name="labelCells">Cells of the label.</param>
    public static int CellsBehind(IAnsiConsole console, int labelCells) =>
        console.Profile.Width < Terminal.UnlimitedWidth
            ? Math.Max(FewestCells, console.Profile.Width - labelCells - 1)
            : int.MaxValue;

    /// <summary>Cuts a text; an empty one is one row.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <param name="cells">Most cells of a row, at least 2.</param>
    public static IEnumerable<string> Split(string text, int cells)
    {
        StringBuilder row = new();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int width = WidthOf(rune);
            if (used + width > cells)
            {
                int end = EndOfWords(row);
                yield return row.ToString(0, end);
                _ = row.Remove(0, end);
                used = row.ToString().EnumerateRunes().Sum(WidthOf);
            }

            _ = row.Append(rune.ToString());
            used += width;
        }

        yield return row.ToString();
    }

    // Terminals disagree about the width of characters; none shows one in more than two cells.
    private static int WidthOf(Rune rune) => rune.IsAscii ? 1 : 2;

    // Behind the last space, unless that leaves half of the row empty.
    private static int EndOfWords(StringBuilder row)
    {
        for (int end = row.Length; end > row.Length / 2; end--)
        {
            if (row[end - 1] == ' ')
            {
                return end;
            }
        }

        return row.Length;
    }
}
