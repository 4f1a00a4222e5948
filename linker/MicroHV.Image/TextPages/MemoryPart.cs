// Host-physical memory: to scale, and range by range.
using MicroHV.Image.Pages;
using MicroHV.Machines;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;
using Spectre.Console;

namespace MicroHV.Image.TextPages;

/// <summary>The map of host-physical memory.</summary>
internal static class MemoryPart
{
    private const int NamedPartitions = 26;

    /// <summary>Prints the memory of <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        page.Heading("Memory", MemoryWords.Summary(view));
        PrintStrip(page, view);
        page.Line();
        PrintRanges(page, view);
    }

    private static void PrintStrip(PageWriter page, SystemView view)
    {
        MemoryStrip strip = new(view);
        int digits = Figures.DigitsOf(view.Memory.Max(range => range.End));
        page.Line($"  [grey]each character is {Units.FormatSize(strip.CellBytes)}[/]");
        string previous = "";
        bool isLeftOut = false;
        foreach ((ulong start, string cells) in strip.Lines)
        {
            // A line in which nothing changes is told once.
            bool isSame = cells == previous && cells.Distinct().Count() == 1;
            if (isSame && !isLeftOut)
            {
                page.Line($"  [grey]{new string(' ', digits + 2)}  and so on to {Figures.Address(strip.End - 1)}[/]");
            }

            if (!isSame)
            {
                string address = start.ToString($"X{digits}", System.Globalization.CultureInfo.InvariantCulture);
                page.Line($"  [grey]0x{address}[/]  {string.Concat(Runs(cells).Select(run => Markup(strip, run)))}[grey]|[/]");
            }

            (previous, isLeftOut) = (cells, isSame);
        }

        page.Words(2, Legend(strip, view));
    }

    private static IEnumerable<string> Legend(MemoryStrip strip, SystemView view)
    {
        IEnumerable<string> partitions = view.Partitions.Count <= NamedPartitions
            ? view.Partitions.Select(partition => $"{strip.SignOf(partition.Index)} {partition.Name}")
            : [strip.HasLetters ? "a other letter: a partition" : $"{strip.SignOf(0)} a partition"];
        return [.. partitions.Concat(MemoryStrip.Meanings).Select(meaning => $"{meaning} ")];
    }

    private static void PrintRanges(PageWriter page, SystemView view)
    {
        int digits = Figures.DigitsOf(view.Memory.Max(range => range.End));
        int sizeWidth = view.Memory.Max(range => Units.FormatSize(range.SizeBytes).Length);
        foreach (MemoryRangeView range in view.Memory)
        {
            string address = Figures.Range(range.Start, range.SizeBytes, digits);
            string size = Units.FormatSize(range.SizeBytes).PadLeft(sizeWidth);
            page.Line($"  [grey]{address}[/]  {size}  {What(range)}");
        }
    }

    private static string What(MemoryRangeView range)
    {
        if (range.Users.Count == 0)
        {
            return MemoryWords.Name(range.Kind);
        }

        string kind = range.Kind == MemoryKind.Device ? "device " : "";
        return kind + string.Join(", ", range.Users.Select(user =>
            $"{PageWriter.Coloured(user.PartitionIndex, $"{user.Partition}.{user.Region}")} {user.Rights}"));
    }

    private static IEnumerable<string> Runs(string cells)
    {
        int first = 0;
        for (int i = 1; i <= cells.Length; i++)
        {
            if (i == cells.Length || cells[i] != cells[first])
            {
                yield return cells[first..i];
                first = i;
            }
        }
    }

    private static string Markup(MemoryStrip strip, string run)
    {
        string text = Spectre.Console.Markup.Escape(run);
        return strip.PartitionOf(run[0]) is int index
            ? $"[{Ink.Partition(index).ToMarkup()}]{text}[/]"
            : run[0] is '.' or '-' ? $"[grey]{text}[/]" : text;
    }
}
