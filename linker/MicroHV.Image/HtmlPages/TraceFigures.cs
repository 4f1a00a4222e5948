// A trace in tables.
using System.Globalization;
using MicroHV.Image.Pages;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>How punctual windows were, whose time it was, why guests stopped.</summary>
internal static class TraceFigures
{
    private const int MaxTableRows = 40;

    /// <summary>How late windows began and ended.</summary>
    public static void WriteWindows(HtmlWriter html, TraceSummary summary)
    {
        using (html.Open("section", ("id", "windows")))
        {
            html.Element("h2", "Windows");
            html.Element("p", "How long after its planned time each window began, and ended: every time stamp held against the plan.");
            WriteTimes(html, "Began late by", summary.Lateness);
            WriteTimes(html, "Ended late by", summary.Overrun);
        }
    }

    /// <summary>Whose time it was.</summary>
    public static void WriteUse(HtmlWriter html, TraceDescription description, TraceSummary summary)
    {
        using (html.Open("section", ("id", "use")))
        {
            html.Element("h2", "CPU time");
            html.Element("p", "Exits are answered in the time of whoever made them.");
            Table table = new("Whose time it was", "shares", "Partition", "CPU", "Time", "Share");
            using (table.Open(html, Folded(summary.Use.Count)))
            {
                foreach (CpuUse use in summary.Use)
                {
                    using (Table.OpenRow(html))
                    {
                        string colour = ColourOf(description, use.Partition);
                        Table.NameCell(html, colour, use.Partition ?? "asleep");
                        Table.Cell(html, $"CPU {use.Cpu}", "num");
                        Table.Cell(html, Figures.Time((ulong)use.Nanoseconds), "num");
                        WriteShare(html, Figures.Percent(Math.Round(use.Percent, 2)), use.Percent, colour);
                    }
                }
            }
        }
    }

    /// <summary>Why guests stopped.</summary>
    public static void WriteExits(HtmlWriter html, TraceDescription description, TraceSummary summary)
    {
        using (html.Open("section", ("id", "exits")))
        {
            html.Element("h2", "Exits");
            html.Element("p", $"{Figures.Count(summary.Exits.Sum(count => count.Count), "exit")}, by whom and why.");
            int most = summary.Exits.Select(count => count.Count).DefaultIfEmpty(1).Max();
            Table table = new("Why guests stopped", "shares", "Partition", "Reason", "", "Times");
            using (table.Open(html, Folded(summary.Exits.Count)))
            {
                foreach (ExitCount count in summary.Exits)
                {
                    using (Table.OpenRow(html))
                    {
                        string colour = ColourOf(description, count.Partition);
                        Table.NameCell(html, colour, count.Partition);
                        Table.Cell(html, count.Reason);
                        Table.Cell(html, "");
                        WriteShare(html, Number(count.Count), 100m * count.Count / most, colour);
                    }
                }
            }
        }
    }

    /// <summary>A time that need not be exact: to the nearest microsecond.</summary>
    public static string Rounded(long nanoseconds) => Figures.Time((ulong)((nanoseconds + 500) / 1000 * 1000));

    /// <summary>A time for people; a dash if there is none.</summary>
    public static string Time(long? nanoseconds) => nanoseconds is long time ? Figures.Time((ulong)time) : "–";

    private static void WriteTimes(HtmlWriter html, string title, TimeDistribution? times)
    {
        if (times is null)
        {
            return;
        }

        html.Element("h3", title);
        html.Element(
            "p",
            $"{Figures.Count(times.Count, "window")}: min {Time(times.Min)}, median {Time(times.Median)}, 99 of 100 at most "
                + $"{Time(times.Percentile99)}, max {Time(times.Max)}.");
        int most = times.Histogram.Max(bucket => bucket.Count);
        Table table = new(title, "shares", "At most", "", "", "Windows");
        using (table.Open(html))
        {
            foreach (HistogramBucket bucket in times.Histogram)
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, Colours.Kernel, Time(bucket.UpTo));
                    Table.Cell(html, "");
                    Table.Cell(html, "");
                    WriteShare(html, Number(bucket.Count), 100m * bucket.Count / most, Colours.Kernel);
                }
            }
        }
    }

    private static void WriteShare(HtmlWriter html, string text, decimal percent, string colour)
    {
        using (Table.OpenCell(html, "share"))
        {
            html.Element("span", text, ("class", "num"));
            using (html.Open("span", ("class", "meter")))
            {
                string width = Math.Round(percent, 3).ToString(CultureInfo.InvariantCulture);
                html.Empty("span", ("class", colour), ("style", $"width:{width}%"));
            }
        }
    }

    // A name with the number of a virtual CPU has the colour of its partition.
    private static string ColourOf(TraceDescription description, string? name)
    {
        int vcpu = Enumerable.Range(0, description.Vcpus.Count).FirstOrDefault(vcpu => description.NameOf(vcpu) == name, -1);
        return vcpu < 0 ? Colours.Free : Colours.Of(description.Vcpus[vcpu].Partition);
    }

    private static string? Folded(int rows) => rows > MaxTableRows ? $"All {rows} rows" : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
