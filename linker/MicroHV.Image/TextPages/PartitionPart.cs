// Each partition by itself.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>What a partition runs, and its guest-physical memory.</summary>
internal static class PartitionPart
{
    /// <summary>Prints the partitions of <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        page.Heading("Partitions", "guest-physical memory");
        foreach (PartitionView partition in view.Partitions)
        {
            Print(page, partition);
        }
    }

    private static void Print(PageWriter page, PartitionView partition)
    {
        page.Line($"  {PageWriter.Coloured(partition.Index, partition.Name)}  {string.Join(", ", Facts(partition))}");
        if (!string.IsNullOrEmpty(partition.Arguments))
        {
            page.Line($"    [grey]arguments[/] {PageWriter.Safe(partition.Arguments)}");
        }

        int digits = Figures.DigitsOf(partition.Regions.Select(region => region.Guest + region.SizeBytes).DefaultIfEmpty(1UL).Max());
        int sizeWidth = PageWriter.WidthOf(partition.Regions.Select(region => Units.FormatSize(region.SizeBytes)));
        int nameWidth = PageWriter.WidthOf(partition.Regions.Select(region => region.Name));
        foreach (RegionView region in partition.Regions)
        {
            page.Line($"    [grey]{Figures.Range(region.Guest, region.SizeBytes, digits)}[/]  "
                + $"{Units.FormatSize(region.SizeBytes).PadLeft(sizeWidth)}  {region.Rights,-3}  {region.MemoryType}  "
                + $"{PageWriter.Safe(region.Name, nameWidth)}  [grey]at[/] {Figures.Address(region.Host)}{Sharing(region)}");
        }
    }

    private static IEnumerable<string> Facts(PartitionView partition)
    {
        if (partition.Image is not null)
        {
            yield return PageWriter.Safe(partition.Image);
        }

        yield return $"{Figures.Size(partition.ProgramSizeBytes)} of program, entry {Figures.Address(partition.Entry)}";
        if (Figures.Demand(partition) is string demand)
        {
            yield return demand;
        }

        if (partition.Cpus.Count > 1)
        {
            yield return $"{partition.Cpus.Count} vCPUs on CPUs {string.Join(", ", partition.Cpus)}";
        }

        if (partition.IsSystem)
        {
            yield return "may ask for another schedule, set modes of others and read the health log";
        }

        if (partition.HiddenCpuid.Count != 0)
        {
            yield return $"CPUID hides {string.Join(' ', partition.HiddenCpuid)}";
        }

        if (partition.HasUserHypercalls)
        {
            yield return "hypercalls from CPL 1 to 3";
        }

        if (partition.OtherPorts == "absent")
        {
            yield return "other ports absent";
        }
    }

    private static string Sharing(RegionView region)
    {
        string device = region.IsDevice ? ", device" : "";
        string shared = region.IsShared ? ", shared" : "";
        string name = region.SharedName is null ? "" : $" as {PageWriter.Safe(region.SharedName)}";
        string with = region.SharedWith.Count == 0 ? "" : $" with {PageWriter.Safe(Figures.List(region.SharedWith))}";
        return device + shared + name + with;
    }
}
