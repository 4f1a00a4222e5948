// Grants as a table.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>Ports, MSRs and devices that partitions use without the kernel, with reasons.</summary>
internal static class GrantSection
{
    private const int MaxTableRows = 60;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        GrantTable grants = new(view);
        using (html.Open("section", ("id", "grants")))
        {
            html.Element("h2", "Grants");
            html.Element("p", "What partitions use without the kernel. Everything else is an exit.");
            Table table = new("Grants", "grants", "Partition", "Kind", "What", "Why");
            using (table.Open(html, grants.Rows.Count > MaxTableRows ? $"All {grants.Rows.Count} grants" : null))
            {
                foreach (GrantRow row in grants.Rows)
                {
                    using (Table.OpenRow(html))
                    {
                        string colour = row.PartitionIndex is int index ? Colours.Of(index) : "used";
                        Table.NameCell(html, colour, row.Holder);
                        Table.Cell(html, row.Kind);
                        Table.Cell(html, string.Join(", ", row.What), "num list");
                        Table.Cell(html, row.Reason ?? "", "why");
                    }
                }
            }

            if (grants.Absent.Any())
            {
                html.Element("p", string.Join(' ', grants.Absent), ("class", "muted"));
            }
        }
    }
}
