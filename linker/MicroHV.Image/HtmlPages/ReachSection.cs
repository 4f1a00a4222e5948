// Who reaches what, as a matrix.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// Partitions against memory. Where there are many, partitions that reach the same kinds of things share a row; where there
/// are many columns, what a partition reaches beside its own is a list.
/// </summary>
internal static class ReachSection
{
    private const int MaxColumns = 10;
    private const int MaxRows = 24;
    private const string Nothing = "–";

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        ReachMatrix matrix = new(view);
        using (html.Open("section", ("id", "reach")))
        {
            html.Element("h2", "Who reaches what");
            html.Element("p", "What each partition may do: r read, w write, x fetch instructions. Its own memory is what no "
                + "other partition reaches.");
            using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Who reaches what")))
            using (html.Open("table", ("class", "matrix")))
            {
                html.Element("caption", "Rights of each partition");
                WriteHead(html, matrix);
                using (html.Open("tbody"))
                {
                    WriteRows(html, matrix);
                }
            }
        }
    }

    private static bool IsList(ReachMatrix matrix) => matrix.Columns.Count > MaxColumns;

    private static void WriteHead(HtmlWriter html, ReachMatrix matrix)
    {
        IEnumerable<string> things = IsList(matrix) ? ["what others reach too"] : matrix.Columns.Select(Title);
        using (html.Open("thead"))
        using (html.Open("tr"))
        {
            html.Element("th", "Partition", ("scope", "col"));
            foreach (string title in things.Prepend("own memory").Append("others' memory").Append("kernel"))
            {
                using (html.Open("th", ("scope", "col"), ("class", "tall")))
                {
                    html.Element("span", title);
                }
            }
        }
    }

    private static string Title(ReachView column) =>
        column.Kind == MemoryKind.Device ? $"{column.Name} (device)" : column.Name;

    private static void WriteRows(HtmlWriter html, ReachMatrix matrix)
    {
        IEnumerable<IGrouping<string, PartitionView>> rows = matrix.Partitions.Count > MaxRows
            ? matrix.Partitions.GroupBy(partition => Key(matrix, partition))
            : matrix.Partitions.GroupBy(partition => partition.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (IGrouping<string, PartitionView> row in rows)
        {
            PartitionView first = row.First();
            using (html.Open("tr"))
            {
                WriteName(html, [.. row]);
                WriteCell(html, matrix.OwnRights(first.Index));
                if (IsList(matrix))
                {
                    WriteList(html, matrix, first.Index);
                }
                else
                {
                    foreach (ReachView column in matrix.Columns)
                    {
                        WriteCell(html, ReachMatrix.Rights(column, first.Index));
                    }
                }

                WriteCell(html, "");
                WriteCell(html, "");
            }
        }
    }

    private static string Key(ReachMatrix matrix, PartitionView partition) =>
        string.Join('|', matrix.Columns.Select(column => ReachMatrix.Rights(column, partition.Index))
            .Prepend(matrix.OwnRights(partition.Index)));

    private static void WriteName(HtmlWriter html, IReadOnlyList<PartitionView> row)
    {
        using (html.Open("th", ("scope", "row"), ("class", "name")))
        {
            if (row.Count == 1)
            {
                html.Empty("span", ("class", $"swatch {Colours.Of(row[0].Index)}"));
                html.Text(row[0].Name);
                return;
            }

            using (html.Open("details"))
            {
                html.Element("summary", $"{row.Count} partitions");
                html.Text(string.Join(", ", row.Select(partition => partition.Name)));
            }
        }
    }

    private static void WriteCell(HtmlWriter html, string rights)
    {
        string kind = rights.Length == 0 ? "none" : rights.Contains('w') ? "write" : "read";
        html.Element("td", rights.Length == 0 ? Nothing : rights, ("class", kind));
    }

    private static void WriteList(HtmlWriter html, ReachMatrix matrix, int partition)
    {
        string[] things = [.. matrix.Columns
            .Where(column => ReachMatrix.Rights(column, partition).Length != 0)
            .Select(column => $"{Title(column)} {ReachMatrix.Rights(column, partition)}")];
        html.Element("td", things.Length == 0 ? Nothing : string.Join(", ", things), ("class", "list"));
    }
}
