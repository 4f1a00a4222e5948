// Health tables as a table.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>What is done about each event of the module and of the partitions.</summary>
internal static class HealthSection
{
    private const int MaxTableRows = 60;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        HealthRow[] rows = [.. HealthTable.RowsOf(view)];
        using (html.Open("section", ("id", "health")))
        {
            html.Element("h2", "Health");
            html.Element("p", $"What is done about events; {HealthTable.Tolerance(view)}.");
            Table table = new("Health", "health", "Whose", "What is done", "Events");
            using (table.Open(html, rows.Length > MaxTableRows ? $"All {rows.Length} answers" : null))
            {
                foreach (HealthRow row in rows)
                {
                    using (Table.OpenRow(html))
                    {
                        Table.NameCell(html, row.PartitionIndex is int index ? Colours.Of(index) : "used", row.Holder);
                        Table.Cell(html, row.Answer);
                        Table.Cell(html, string.Join(", ", row.Events), "why");
                    }
                }
            }

            if (HealthTable.MoreOf(view.Health) is string kicks)
            {
                html.Element("p", $"The kernel {kicks}.", ("class", "muted"));
            }

            foreach (PartitionView partition in view.Partitions)
            {
                if (HealthTable.MoreOf(partition) is string more)
                {
                    html.Element("p", $"{partition.Name} {more}.", ("class", "muted"));
                }
            }
        }
    }
}
