// Schedules as pictures and tables.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>For each schedule, a strip for each CPU, and what each partition gets.</summary>
internal static class ScheduleSection
{
    private const int WindowsPerRow = 16;
    private const int WindowsPerNarrowRow = 4;
    private const int MaxTableRows = 40;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        using (html.Open("section", ("id", "schedule")))
        {
            html.Element("h2", "Schedule");
            ShortNames names = new(view);
            foreach (ScheduleView schedule in view.Schedules)
            {
                html.Element("h3", schedule.Name);
                html.Element("p", Sentence(schedule, view.Schedules.Count > 1));
                foreach (CpuView cpu in schedule.Cpus)
                {
                    WriteChart(html, cpu, schedule.MajorFrameNanoseconds, names);
                }

                if (schedule.Absent.Count != 0)
                {
                    html.Element("p", $"Absent: {Figures.List(schedule.Absent)}.");
                }

                if (schedule.Changes.Count != 0)
                {
                    html.Element("p", $"When it replaces another: {Figures.Changes(schedule)}.");
                }

                WriteShares(html, schedule);
            }
        }
    }

    private static string Sentence(ScheduleView schedule, bool isOneOfSeveral)
    {
        string start = (isOneOfSeveral, schedule.IsInitial) switch
        {
            (false, _) => "Frame n begins at epoch + n × major frame",
            (_, true) => "This schedule runs from the start: frame n begins at epoch + n × major frame",
            _ => "This schedule runs when somebody asks for it or an event switches to it, from the end of a major frame on",
        };
        return $"What each CPU does in every major frame of {Figures.Time(schedule.MajorFrameNanoseconds)}, to scale. {start}; "
            + "the end of a window is an absolute time.";
    }

    private static void WriteChart(HtmlWriter html, CpuView cpu, ulong frame, ShortNames names)
    {
        string busy = $"{Figures.Percent(cpu.BusyPercent)} in windows";
        string idle = cpu.IdleNanoseconds == 0 ? "none of it idle" : $"{Figures.Time(cpu.IdleNanoseconds)} idle";
        idle += cpu.Background is { } background ? $", background {Words(background)}" : "";
        using (html.Open("figure"))
        {
            using (html.Open("figcaption"))
            {
                html.Element("strong", $"CPU {cpu.Number}");
                html.Text($" {busy}, {idle}");
            }

            Strip strip = new()
            {
                Name = $"Windows of CPU {cpu.Number} in a major frame of {Figures.Time(frame)}: {busy}, {idle}",
                Start = 0,
                End = frame,
                Rows = Strip.RowsFor(cpu.Windows.Count, WindowsPerRow),
                NarrowRows = Strip.RowsFor(cpu.Windows.Count, WindowsPerNarrowRow),
                Blocks = [.. Blocks(cpu, frame, names)],
                Scale = Figures.Time,
                EndScale = Figures.Time,
                Ticks = Ticks(frame),
                Grain = GrainOf(frame),
            };
            strip.Write(html);
        }
    }

    // Windows, and idle time between them.
    private static IEnumerable<Block> Blocks(CpuView cpu, ulong frame, ShortNames names)
    {
        ulong next = 0;
        foreach (WindowView window in cpu.Windows)
        {
            if (window.StartNanoseconds > next)
            {
                yield return Rest(cpu, next, window.StartNanoseconds);
            }

            next = window.EndNanoseconds;
            yield return BlockOf(window, names);
        }

        if (next < frame)
        {
            yield return Rest(cpu, next, frame);
        }
    }

    private static Block Rest(CpuView cpu, ulong start, ulong end)
    {
        string duration = Figures.Time(end - start);
        string name = cpu.Background is { } background ? $"background {Words(background)}" : "idle";
        return new Block(start, end, [Colours.Free], name, "", duration, $"{name}: {duration} from {Figures.Time(start)}");
    }

    private static string Words(BackgroundView background) =>
        background.Vcpu == 0 ? background.Partition : $"{background.Partition} (vCPU {background.Vcpu})";

    private static Block BlockOf(WindowView window, ShortNames names)
    {
        string start = Figures.Time(window.StartNanoseconds);
        string duration = Figures.Time(window.DurationNanoseconds);
        string vcpu = window.Vcpu == 0 ? "" : $" (vCPU {window.Vcpu})";
        return new Block(
            window.StartNanoseconds,
            window.EndNanoseconds,
            [Colours.Of(window.PartitionIndex)],
            window.Partition,
            names.Of(window.Partition),
            duration,
            $"{window.Partition}{vcpu}: {duration} from {start} to {Figures.Time(window.EndNanoseconds)}");
    }

    // Quarters where they are whole, so that few labels are enough at every width.
    private static ulong[] Ticks(ulong frame) =>
        frame % 4 == 0 ? [0, frame / 4, frame / 2, frame / 4 * 3, frame] : [0, frame];

    // Rows begin at round times.
    private static ulong GrainOf(ulong frame)
    {
        const ulong RoughPieces = 64;
        ulong grain = 1;
        while (grain * 10 <= frame / RoughPieces)
        {
            grain *= 10;
        }

        return grain;
    }

    private static void WriteShares(HtmlWriter html, ScheduleView schedule)
    {
        ILookup<int, (uint Cpu, WindowView Window)> windows = schedule.Cpus
            .SelectMany(cpu => cpu.Windows.Select(window => (cpu.Number, window)))
            .ToLookup(pair => pair.window.PartitionIndex, pair => (pair.Number, pair.window));
        bool hasDemands = schedule.Shares.Any(share => share.PeriodNanoseconds is not null);
        string[] columns = ["Partition", "Windows: start + duration", "In a frame", "Share", .. hasDemands ? ["Demands"] : Array.Empty<string>()];
        Table table = new("What each partition gets", "shares", columns);
        using (table.Open(html, schedule.Shares.Count > MaxTableRows ? $"All {schedule.Shares.Count} partitions" : null))
        {
            foreach (ShareView share in schedule.Shares)
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, Colours.Of(share.PartitionIndex), share.Partition);
                    Table.Cell(html, string.Join(", ", windows[share.PartitionIndex].Select(Words)), "num list");
                    Table.Cell(html, Figures.Time(share.Nanoseconds), "num");
                    using (Table.OpenCell(html, "share"))
                    {
                        html.Element("span", Figures.Percent(share.Percent), ("class", "num"));
                        using (html.Open("span", ("class", "meter")))
                        {
                            string width = decimal.Min(share.Percent, 100).ToString(System.Globalization.CultureInfo.InvariantCulture);
                            html.Empty("span", ("class", Colours.Of(share.PartitionIndex)), ("style", $"width:{width}%"));
                        }
                    }

                    if (hasDemands)
                    {
                        Table.Cell(html, Figures.Demand(share.DurationNanoseconds, share.PeriodNanoseconds) ?? "", "num");
                    }
                }
            }
        }

        string Words((uint Cpu, WindowView Window) pair)
        {
            string words = $"{Figures.Time(pair.Window.StartNanoseconds)} + {Figures.Time(pair.Window.DurationNanoseconds)}";
            string cpu = schedule.Cpus.Count > 1 ? $" on CPU {pair.Cpu}" : "";
            return pair.Window.Vcpu == 0 ? words + cpu : $"{words}{cpu} (vCPU {pair.Window.Vcpu})";
        }
    }
}
