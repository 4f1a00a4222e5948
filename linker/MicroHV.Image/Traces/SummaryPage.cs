// A trace in numbers, on a terminal.
using System.Globalization;
using MicroHV.Image.Pages;
using MicroHV.Image.TextPages;
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>Prints a <see cref="TraceSummary"/>.</summary>
internal static class SummaryPage
{
    private const int BarWidth = 40;
    private const int CountWidth = 10;

    /// <summary>Prints it.</summary>
    public static void Print(PageWriter page, TraceSummary summary)
    {
        page.Heading(summary.System, $"on {PageWriter.Safe(summary.Machine)}, {Figures.Time((ulong)summary.SpanNanoseconds)}");
        foreach (CpuRecords cpu in summary.Cpus)
        {
            string lost = cpu.Lost == 0 ? "none lost" : $"[yellow]{cpu.Lost} lost[/]";
            page.Line($"  CPU {cpu.Cpu}: {Figures.Count(cpu.Read, "record")}, {lost}");
        }

        PrintUse(page, summary);
        PrintExits(page, summary);
        PrintWindows(page, summary);
        if (summary.Verdict is { } verdict)
        {
            PrintVerdict(page, verdict);
        }
    }

    /// <summary>Prints what a verdict says, and everything that speaks against it.</summary>
    public static void PrintVerdict(PageWriter page, WindowVerdict verdict)
    {
        page.Line();
        page.Line($"[{(verdict.IsProven ? "green" : "red")}]{PageWriter.Safe(verdict.Sentence())}[/]");
        foreach (string objection in verdict.Objections.Skip(1))
        {
            page.Line($"[red]  {PageWriter.Safe(objection)}[/]");
        }
    }

    private static void PrintUse(PageWriter page, TraceSummary summary)
    {
        page.Heading("CPU time", "exits are answered in the time of whoever made them");
        int width = PageWriter.WidthOf(summary.Use.Select(NameOf));
        foreach (CpuUse use in summary.Use)
        {
            string percent = Figures.Percent(Math.Round(use.Percent, 2)).PadLeft(CountWidth);
            page.Line($"  CPU {use.Cpu}  {PageWriter.Safe(NameOf(use), width)}{percent}  {Figures.Time((ulong)use.Nanoseconds)}");
        }
    }

    private static string NameOf(CpuUse use) => use.Partition ?? "(asleep)";

    private static void PrintExits(PageWriter page, TraceSummary summary)
    {
        page.Heading("Exits", Figures.Count(summary.Exits.Sum(count => count.Count), "exit"));
        int width = PageWriter.WidthOf(summary.Exits.Select(count => count.Partition));
        foreach (ExitCount count in summary.Exits)
        {
            string number = count.Count.ToString(CultureInfo.InvariantCulture).PadLeft(CountWidth);
            page.Line($"{number}  {PageWriter.Safe(count.Partition, width)}  {PageWriter.Safe(count.Reason)}");
        }
    }

    private static void PrintWindows(PageWriter page, TraceSummary summary)
    {
        string missed = summary.Missed == 0 ? "" : $", [red]{summary.Missed} did not come[/]";
        string unplanned = summary.Unplanned == 0 ? "" : $", [red]{summary.Unplanned} that no plan has[/]";
        page.Heading("Windows", $"{Figures.Count(summary.Windows, "window")}{missed}{unplanned}");
        PrintDistribution(page, "began late by", summary.Lateness);
        PrintDistribution(page, "ended late by", summary.Overrun);
    }

    private static void PrintDistribution(PageWriter page, string title, TimeDistribution? times)
    {
        if (times is null)
        {
            return;
        }

        page.Line($"  {title}: min {Time(times.Min)}, median {Time(times.Median)}, p99 {Time(times.Percentile99)}, max {Time(times.Max)}");
        int most = times.Histogram.Max(bucket => bucket.Count);
        foreach (HistogramBucket bucket in times.Histogram)
        {
            // Whatever is there at all is seen.
            int length = bucket.Count == 0 ? 0 : Math.Max(1, (int)((long)BarWidth * bucket.Count / most));
            string number = bucket.Count.ToString(CultureInfo.InvariantCulture).PadLeft(CountWidth);
            page.Line($"    {$"<= {Time(bucket.UpTo)}",-12}{number}  {new string(page.Full, length)}");
        }
    }

    private static string Time(long nanoseconds) => Figures.Time((ulong)nanoseconds);
}
