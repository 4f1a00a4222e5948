// Each partition by itself.
using System.Globalization;
using System.Numerics;
using MicroHV.Image.Pages;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>A card for each partition with its guest-physical memory; folded where there are many.</summary>
internal static class PartitionSection
{
    private const int MaxOpen = 12;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        using (html.Open("section", ("id", "partitions")))
        {
            html.Element("h2", "Partitions");
            html.Element("p", "Guest-physical memory, ascending. Heights grow with the logarithm of the size.");
            using (html.Open("div", ("class", view.Partitions.Count > MaxOpen ? "folded" : "cards")))
            {
                foreach (PartitionView partition in view.Partitions)
                {
                    WriteCard(html, partition, view.Partitions.Count > MaxOpen);
                }
            }
        }
    }

    private static void WriteCard(HtmlWriter html, PartitionView partition, bool isFolded)
    {
        string colour = Colours.Of(partition.Index);
        using (html.Open(isFolded ? "details" : "article", ("class", $"card {colour}")))
        {
            using (html.Open(isFolded ? "summary" : "h3"))
            {
                html.Empty("span", ("class", $"swatch {colour}"));
                html.Text(partition.Name);
            }

            using (html.Open("dl", ("class", "facts")))
            {
                foreach ((string name, string value) in Facts(partition))
                {
                    html.Element("dt", name);
                    html.Element("dd", value);
                }
            }

            using (html.Open("ol", ("class", "map")))
            {
                WriteMap(html, partition, colour);
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(PartitionView partition)
    {
        if (partition.Image is not null)
        {
            yield return ("image", partition.Image);
        }

        yield return ("program", $"{Figures.Size(partition.ProgramSizeBytes)}, entry {Figures.Address(partition.Entry)}");
        if (!string.IsNullOrEmpty(partition.Arguments))
        {
            yield return ("arguments", partition.Arguments);
        }

        if (Figures.Demand(partition) is string demand)
        {
            yield return ("demands", demand);
        }

        if (partition.Cpus.Count > 1)
        {
            yield return ("vCPUs", $"{partition.Cpus.Count}, on CPUs {string.Join(", ", partition.Cpus)}");
        }

        if (partition.IsSystem)
        {
            yield return ("system", "may ask for another schedule, set modes of others, read the health log");
        }

        if (partition.HiddenCpuid.Count != 0)
        {
            yield return ("CPUID hides", string.Join(", ", partition.HiddenCpuid));
        }

        if (partition.HasUserHypercalls)
        {
            yield return ("hypercalls", "from CPL 1 to 3 too");
        }

        if (partition.OtherPorts == "absent")
        {
            yield return ("other ports", "absent");
        }
    }

    private static void WriteMap(HtmlWriter html, PartitionView partition, string colour)
    {
        ulong next = 0;
        foreach (RegionView region in partition.Regions)
        {
            if (region.Guest > next)
            {
                html.Element("li", $"{Figures.Size(region.Guest - next)} not mapped", ("class", "gap"));
            }

            next = region.Guest + region.SizeBytes;
            int height = BitOperations.Log2(region.SizeBytes) - 12;
            string style = string.Create(CultureInfo.InvariantCulture, $"--h:{height}");
            using (html.Open("li", ("class", $"block {colour}{(region.IsDevice ? " device" : "")}"), ("style", style)))
            {
                using (html.Open("span", ("class", "title")))
                {
                    html.Element("strong", region.Name);
                    html.Element("code", region.Rights);
                    html.Element("span", Units.FormatSize(region.SizeBytes), ("class", "muted"));
                }

                html.Element("span", Figures.Range(region.Guest, region.SizeBytes), ("class", "num"));
                html.Element("span", More(region), ("class", "muted"));
            }
        }
    }

    private static string More(RegionView region)
    {
        string more = $"at host {Figures.Address(region.Host)}";
        more += region.MemoryType == "wb" ? "" : $", {region.MemoryType}";
        more += region.IsDevice ? ", device" : "";
        more += region.IsShared ? ", shared" : "";
        more += region.SharedName is null ? "" : $" as {region.SharedName}";
        more += region.SharedWith.Count == 0 ? "" : $" with {Figures.List(region.SharedWith)}";
        return region.Reason is null ? more : $"{more}: {region.Reason}";
    }
}
