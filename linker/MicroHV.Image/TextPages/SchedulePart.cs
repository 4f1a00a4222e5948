// Schedules as bar charts of characters.
using MicroHV.Image.Pages;
using MicroHV.Machines;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>A chart for each CPU: a line for each partition that has windows on it.</summary>
internal static class SchedulePart
{
    private const int Indent = 4;
    private const int FigureWidth = 24;

    /// <summary>Prints the schedules of <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        foreach (ScheduleView schedule in view.Schedules)
        {
            string first = view.Schedules.Count > 1 && schedule.IsInitial ? ", runs from the start" : "";
            page.Heading(
                $"Schedule {schedule.Name}", $"major frame {Figures.Time(schedule.MajorFrameNanoseconds)}{first}");
            foreach (CpuView cpu in schedule.Cpus)
            {
                Print(page, cpu, schedule.MajorFrameNanoseconds);
            }

            if (schedule.Absent.Count != 0)
            {
                page.Line($"  absent: {PageWriter.Safe(Figures.List(schedule.Absent))}");
            }

            if (schedule.Changes.Count != 0)
            {
                page.Line($"  when it replaces another: {PageWriter.Safe(Figures.Changes(schedule))}");
            }
        }
    }

    private static void Print(PageWriter page, CpuView cpu, ulong frame)
    {
        string idle = cpu.IdleNanoseconds == 0 ? "none of it idle" : $"{Figures.Time(cpu.IdleNanoseconds)} idle";
        string background = cpu.Background is { } rest ? $", background {PageWriter.Safe(Words(rest))}" : "";
        page.Line($"  CPU {cpu.Number}: {Figures.Percent(cpu.BusyPercent)} in windows, {idle}{background}");
        if (cpu.Windows.Count == 0)
        {
            return;
        }

        int nameWidth = PageWriter.WidthOf(cpu.Windows.Select(window => window.Partition));
        int barWidth = page.Width - Indent - nameWidth - 2 - FigureWidth;
        page.Line($"{new string(' ', Indent + nameWidth + 2)}[grey]{Axis(frame, barWidth)}[/]");
        foreach (IGrouping<int, WindowView> windows in cpu.Windows.GroupBy(window => window.PartitionIndex))
        {
            ulong time = windows.Aggregate(0UL, (sum, window) => sum + window.DurationNanoseconds);
            string bar = Bar(page, windows, frame, barWidth);
            string percent = Figures.Percent(Math.Round(100m * time / frame, 2));
            string figures = $"{percent,8}  {Figures.Time(time)}";
            page.Line($"{new string(' ', Indent)}"
                + $"{PageWriter.Coloured(windows.Key, windows.First().Partition, nameWidth)}  "
                + $"[{Ink.Partition(windows.Key).ToMarkup()}]{bar}[/]  {figures}");
            if (windows.Count() > 1 || windows.Any(window => window.Vcpu != 0))
            {
                page.Words(Indent + nameWidth + 2, windows.Select((window, i) => i + 1 == windows.Count() ? Words(window) : $"{Words(window)},"));
            }
        }
    }

    private static string Words(BackgroundView background) =>
        background.Vcpu == 0 ? background.Partition : $"{background.Partition} (vCPU {background.Vcpu})";

    // A window takes every cell of which it has half, and one at least.
    private static string Bar(PageWriter page, IEnumerable<WindowView> windows, ulong frame, int width)
    {
        char[] cells = new char[width];
        Array.Fill(cells, page.Empty);
        foreach (WindowView window in windows)
        {
            int first = Math.Min(Cell(window.StartNanoseconds, frame, width), width - 1);
            int last = Math.Max(Cell(window.EndNanoseconds, frame, width), first + 1);
            cells.AsSpan(first..last).Fill(page.Full);
        }

        return new string(cells);
    }

    private static int Cell(ulong time, ulong frame, int width) =>
        (int)Math.Round((decimal)time * width / frame, MidpointRounding.AwayFromZero);

    // Its ends, and quarters where they are round and there is room.
    private static string Axis(ulong frame, int width)
    {
        const int Room = 12;
        char[] axis = new char[width];
        Array.Fill(axis, ' ');
        int parts = width >= 4 * Room && frame % 4 == 0 ? 4 : 1;
        for (int i = 0; i <= parts; i++)
        {
            string label = Figures.Time(frame / (ulong)parts * (ulong)i);
            int at = Math.Min(width * i / parts, width - label.Length);
            label.CopyTo(axis.AsSpan(at));
        }

        return new string(axis);
    }

    private static string Words(WindowView window)
    {
        string words = $"{Figures.Time(window.StartNanoseconds)}+{Figures.Time(window.DurationNanoseconds)}";
        return window.Vcpu == 0 ? words : $"{words}(vCPU{window.Vcpu})";
    }
}
