// Host-physical memory as pictures and as a table.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>All RAM to scale, what is used of it to a larger scale, and every range with its users.</summary>
internal static class MemorySection
{
    private const int PartitionsPerRow = 16;
    private const int PartitionsPerNarrowRow = 4;
    private const int MaxTableRows = 60;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        using (html.Open("section", ("id", "memory")))
        {
            html.Element("h2", "Memory");
            html.Element("p", $"Host-physical memory: {MemoryWords.Summary(view)}.");
            ShortNames names = new(view);
            WriteOverview(html, view, names);
            IReadOnlyList<MemoryCluster> clusters = MemoryCluster.Of(view);
            for (int i = 0; i < clusters.Count; i++)
            {
                WriteCluster(html, view, clusters[i], Letter(i), names);
            }

            WriteRanges(html, view);
        }
    }

    private static string Letter(int cluster) => ((char)('A' + cluster)).ToString();

    private static void WriteOverview(HtmlWriter html, SystemView view, ShortNames names)
    {
        MemoryRangeView[] ram = [.. view.Memory.Where(range => range.Kind != MemoryKind.Device)];
        ulong end = ram.Max(range => range.End);
        IReadOnlyList<MemoryCluster> clusters = MemoryCluster.Of(view);
        IEnumerable<Block> rest = ram
            .Where(range => range.Kind is MemoryKind.Free or MemoryKind.Firmware)
            .Where(range => !clusters.Any(cluster => cluster.Contains(range)))
            .Select(range => BlockOf(range, names));
        IEnumerable<Block> used = clusters.Select((cluster, i) => new Block(
            cluster.Start,
            cluster.End,
            [cluster.Ranges.Any(range => range.IsKernel) ? Colours.Kernel : "used"],
            Figures.Size(cluster.End - cluster.Start),
            "",
            "used",
            $"{Letter(i)}: used, {Figures.Range(cluster.Start, cluster.End - cluster.Start)}"));
        using (html.Open("figure"))
        {
            using (html.Open("figcaption"))
            {
                html.Element("strong", "All RAM");
                html.Text($" up to {Figures.Address(end - 1)}, to scale; what is used is drawn larger below");
            }

            new Strip
            {
                Name = $"All RAM up to {Figures.Address(end - 1)}: {MemoryWords.Summary(view)}",
                Start = 0,
                End = end,
                Blocks = [.. rest.Concat(used).OrderBy(block => block.Start)],
                Scale = Figures.Address,
                EndScale = Figures.Address,
                Ticks = end % 4 == 0 ? [0, end / 4, end / 2, end / 4 * 3, end] : [0, end],
                Marks = [.. clusters.Select((cluster, i) => (cluster.Start, Letter(i)))],
            }.Write(html);
        }
    }

    private static void WriteCluster(HtmlWriter html, SystemView view, MemoryCluster cluster, string letter, ShortNames names)
    {
        int partitions = cluster.Ranges.SelectMany(range => range.Users).Select(user => user.PartitionIndex).Distinct().Count();
        using (html.Open("figure"))
        {
            using (html.Open("figcaption"))
            {
                html.Element("strong", letter);
                html.Text($" {Figures.Size(cluster.End - cluster.Start)}, to scale");
            }

            new Strip
            {
                Name = $"{letter}: memory from {Figures.Address(cluster.Start)} to {Figures.Address(cluster.End - 1)}, "
                    + Figures.Count(cluster.Ranges.Count, "range"),
                Start = cluster.Start,
                End = cluster.End,
                Rows = Strip.RowsFor(partitions, PartitionsPerRow),
                NarrowRows = Strip.RowsFor(partitions, PartitionsPerNarrowRow),
                Grain = RegionPlan.PageSizeBytes,
                Blocks = [.. view.Memory.Where(cluster.Contains).Select(range => BlockOf(range, names))],
                Scale = Figures.Address,
                EndScale = end => Figures.Address(end - 1),
            }.Write(html);
        }
    }

    private static Block BlockOf(MemoryRangeView range, ShortNames names)
    {
        string region = range.Users.Count == 0
            ? MemoryWords.ShortName(range.Kind)
            : string.Join('/', range.Users.Select(user => user.Region).Distinct());
        string label = range.Users.Count == 1 ? $"{range.Users[0].Partition}.{region}" : region;
        string shortLabel = range.Users.Count == 1 ? names.Of(range.Users[0].Partition) : "";
        string size = Figures.Size(range.SizeBytes);
        return new Block(
            range.Start, range.End, Colours.Of(range), label, shortLabel, size,
            $"{What(range)}: {Figures.Range(range.Start, range.SizeBytes)}, {size}");
    }

    private static string What(MemoryRangeView range) => range.Users.Count == 0
        ? MemoryWords.Name(range.Kind)
        : string.Join(", ", range.Users.Select(user => $"{user.Partition}.{user.Region} {user.Rights}"));

    private static void WriteRanges(HtmlWriter html, SystemView view)
    {
        Table table = new("Every range of host-physical memory", "ranges", "What", "Addresses", "Size", "Reached by");
        using (table.Open(html, view.Memory.Count > MaxTableRows ? $"All {view.Memory.Count} ranges" : null))
        {
            foreach (MemoryRangeView range in view.Memory)
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, Colours.Of(range)[0], NameOf(range));
                    Table.Cell(html, Figures.Range(range.Start, range.SizeBytes), "num");
                    Table.Cell(html, Units.FormatSize(range.SizeBytes), "num right");
                    using (Table.OpenCell(html, "users"))
                    {
                        WriteUsers(html, range);
                    }
                }
            }
        }
    }

    private static string NameOf(MemoryRangeView range) => range.Users.Count == 0
        ? MemoryWords.Name(range.Kind)
        : string.Join('/', range.Users.Select(user => user.Region).Distinct())
            + (range.Kind == MemoryKind.Private ? "" : $" ({MemoryWords.Name(range.Kind)})");

    private static void WriteUsers(HtmlWriter html, MemoryRangeView range)
    {
        if (range.Users.Count == 0)
        {
            html.Element("span", "nobody", ("class", "muted"));
        }

        foreach (MemoryUserView user in range.Users)
        {
            using (html.Open("span", ("class", $"chip {Colours.Of(user.PartitionIndex)}")))
            {
                html.Text(user.Partition);
                html.Element("code", user.Rights);
            }
        }
    }
}
