// The head of the page: what system this is, in figures.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>Name, a sentence, and a tile for each figure.</summary>
internal static class SummarySection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        using (html.Open("header"))
        {
            html.Element("p", view.IsDescribed ? "MicroHV system" : "MicroHV system, from its image", ("class", "kicker"));
            html.Element("h1", view.Name);
            html.Element("p", Sentence(view), ("class", "lead"));
            using (html.Open("dl", ("class", "tiles")))
            {
                WriteTiles(html, view);
            }
        }
    }

    private static string Sentence(SystemView view)
    {
        string partitions = view.Partitions.Count == 1 ? "1 partition runs" : $"{view.Partitions.Count} partitions run";
        return $"{partitions} on {Figures.Count(view.Machine.ApicIds.Count, "CPU")}, kept apart by nested paging. "
            + "Nobody but the kernel reaches the kernel.";
    }

    private static void WriteTiles(HtmlWriter html, SystemView view)
    {
        ScheduleView schedule = view.Schedules.First(schedule => schedule.IsInitial);
        string windows = Figures.Count(schedule.Cpus.Sum(cpu => cpu.Windows.Count), "window");
        Tile(
            html, "Major frame", Figures.Time(schedule.MajorFrameNanoseconds),
            view.Schedules.Count == 1 ? windows : $"{windows}, of {schedule.Name}, one of {view.Schedules.Count} schedules");

        ulong idle = schedule.Cpus.Aggregate(0UL, (sum, cpu) => sum + cpu.IdleNanoseconds);
        decimal busy = Math.Round(schedule.Cpus.Select(cpu => cpu.BusyPercent).DefaultIfEmpty().Average(), 2);
        Tile(
            html, "CPU time", Figures.Percent(busy),
            idle == 0 ? "in windows, none of it idle" : $"in windows, {Figures.Time(idle)} of each frame idle");

        ulong partitions = view.SizeOf(MemoryKind.Private) + view.SizeOf(MemoryKind.Shared);
        Tile(
            html, "Memory", Figures.Size(partitions),
            view.IsDescribed ? $"{Figures.Size(view.SizeOf(MemoryKind.Free))} free" : "for partitions");
        Tile(html, "Kernel", Figures.Size(view.Kernel.SizeBytes), "image, blob, pool and crash record");

        ulong shared = view.SizeOf(MemoryKind.Shared);
        Tile(html, "Shared", shared == 0 ? "nothing" : Figures.Size(shared), Sharers(view));
        WriteGrants(html, view);
    }

    private static string Sharers(SystemView view)
    {
        int sharers = view.Memory
            .Where(range => range.Kind == MemoryKind.Shared)
            .SelectMany(range => range.Users)
            .Select(user => user.PartitionIndex)
            .Distinct()
            .Count();
        return sharers == 0 ? "no frame has two partitions" : $"between {Figures.Count(sharers, "partition")}";
    }

    private static void WriteGrants(HtmlWriter html, SystemView view)
    {
        int devices = view.Partitions.Sum(partition => partition.Regions.Count(region => region.IsDevice));
        int ports = view.Partitions.Sum(partition => partition.Ports.Count);
        Tile(
            html,
            "Hardware",
            devices + ports == 0 ? "nothing" : Figures.Count(devices + ports, "grant"),
            $"{Figures.Count(devices, "device")}, {Figures.Count(ports, "range")} of ports");
    }

    /// <summary>Writes one figure.</summary>
    /// <param name="html">Where to, in a list of tiles.</param>
    /// <param name="name">What it is.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="more">What belongs to it.</param>
    public static void Tile(HtmlWriter html, string name, string figure, string more)
    {
        using (html.Open("div"))
        {
            html.Element("dt", name);
            using (html.Open("dd"))
            {
                html.Text(figure);
                html.Element("small", more);
            }
        }
    }
}
