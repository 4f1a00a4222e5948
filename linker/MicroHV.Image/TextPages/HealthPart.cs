// Health tables, answer by answer.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>What is done about each event of the module and of the partitions.</summary>
internal static class HealthPart
{
    /// <summary>Prints the health tables of <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        page.Heading("Health", $"what is done about events; {HealthTable.Tolerance(view)}");
        HealthRow[] rows = [.. HealthTable.RowsOf(view)];
        int holders = PageWriter.WidthOf(rows.Select(row => row.Holder));
        int answers = PageWriter.WidthOf(rows.Select(row => row.Answer));
        foreach (IGrouping<int?, HealthRow> table in rows.GroupBy(row => row.PartitionIndex))
        {
            string holder = table.Key is int index
                ? PageWriter.Coloured(index, table.First().Holder, holders)
                : PageWriter.Safe(table.First().Holder, holders);
            foreach (HealthRow row in table)
            {
                Print(page, holder, holders, answers, row);
                holder = new string(' ', holders);
            }

            string? planned = table.Key is int partition
                ? HealthTable.MoreOf(view.Partitions[partition])
                : HealthTable.MoreOf(view.Health);
            if (planned is string more)
            {
                page.Line($"  {holder}  {more}");
            }
        }
    }

    private static void Print(PageWriter page, string holder, int holders, int answers, HealthRow row)
    {
        int indent = 2 + holders + 2 + answers + 2;
        IReadOnlyList<string> lines = PageWriter.Wrap(
            page.Width - indent, row.Events.Select((name, i) => i + 1 == row.Events.Count ? name : $"{name},"));
        page.Line($"  {holder}  {PageWriter.Safe(row.Answer, answers)}  [grey]{lines[0]}[/]");
        foreach (string line in lines.Skip(1))
        {
            page.Line($"{new string(' ', indent)}[grey]{line}[/]");
        }
    }
}
