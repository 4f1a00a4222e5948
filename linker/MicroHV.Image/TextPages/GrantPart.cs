// Grants, line by line.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>Ports, MSRs and devices that partitions use without the kernel.</summary>
internal static class GrantPart
{
    /// <summary>Prints the grants of <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        page.Heading("Grants", "what partitions use without the kernel");
        GrantTable table = new(view);
        int nameWidth = Math.Max(
            GrantTable.Everybody.Length, PageWriter.WidthOf(view.Partitions.Select(partition => partition.Name)));
        foreach (GrantRow row in table.Rows)
        {
            Print(page, row, nameWidth);
        }

        foreach (string absent in table.Absent)
        {
            page.Line($"  [grey]{absent}[/]");
        }
    }

    private static void Print(PageWriter page, GrantRow row, int nameWidth)
    {
        const int KindWidth = 6;
        string holder = row.PartitionIndex is int index
            ? PageWriter.Coloured(index, row.Holder, nameWidth)
            : PageWriter.Safe(row.Holder, nameWidth);
        int indent = 2 + KindWidth + 2 + nameWidth + 2;
        IReadOnlyList<string> lines = PageWriter.Wrap(
            page.Width - indent, row.What.Select((what, i) => i + 1 == row.What.Count ? what : $"{what},"));
        page.Line($"  {row.Kind.PadRight(KindWidth)}  {holder}  {lines[0]}");
        foreach (string line in lines.Skip(1))
        {
            page.Line(new string(' ', indent) + line);
        }

        if (row.Reason is not null)
        {
            page.Line($"{new string(' ', indent)}[grey]{PageWriter.Safe(row.Reason)}[/]");
        }
    }
}
