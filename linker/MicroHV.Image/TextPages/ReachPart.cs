// Who reaches what, as a table of characters.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;
using Spectre.Console;

namespace MicroHV.Image.TextPages;

/// <summary>The matrix of partitions and memory; where it would be too wide, a list.</summary>
internal static class ReachPart
{
    private const string Nothing = "-";

    /// <summary>Prints who reaches what in <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        page.Heading("Who reaches what", "nobody reaches the kernel's image, its blob, its pool or its crash record");
        ReachMatrix matrix = new(view);
        int nameWidth = PageWriter.WidthOf(view.Partitions.Select(partition => partition.Name));
        string[] titles = ["own memory", .. matrix.Columns.Select(column => column.Name), "others'", "kernel"];
        int[] widths = [.. titles.Select(title => PageWriter.WidthOf([title]))];
        widths[^1] = 1;
        if (4 + nameWidth + widths.Sum(width => width + 2) > page.Width)
        {
            PrintList(page, matrix, nameWidth);
            return;
        }

        page.Line($"  {new string(' ', nameWidth)}  "
            + $"[grey]{string.Join("  ", titles.Zip(widths, PageWriter.Safe)).TrimEnd()}[/]");
        foreach (PartitionView partition in view.Partitions)
        {
            string[] cells =
            [
                matrix.OwnRights(partition.Index),
                .. matrix.Columns.Select(column => ReachMatrix.Rights(column, partition.Index)),
                "",
                "",
            ];
            page.Line($"  {PageWriter.Coloured(partition.Index, partition.Name, nameWidth)}  "
                + string.Join("  ", cells.Zip(widths, Cell)));
        }
    }

    private static void PrintList(PageWriter page, ReachMatrix matrix, int nameWidth)
    {
        page.Line("  [grey]own memory, then what others reach too[/]");
        foreach (PartitionView partition in matrix.Partitions)
        {
            IEnumerable<string> cells = matrix.Columns
                .Where(column => ReachMatrix.Rights(column, partition.Index).Length != 0)
                .Select(column => $"{PageWriter.Safe(column.Name)} {ReachMatrix.Rights(column, partition.Index)}");
            string own = matrix.OwnRights(partition.Index);
            page.Line($"  {PageWriter.Coloured(partition.Index, partition.Name, nameWidth)}  "
                + string.Join(", ", cells.Prepend(Cell(own, 3))));
        }
    }

    private static string Cell(string rights, int width) =>
        rights.Length == 0 ? $"[grey]{Nothing.PadRight(width)}[/]" : Markup.Escape(rights.PadRight(width));
}
