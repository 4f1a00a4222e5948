// The page that `microhv trace --html` writes.
using MicroHV.Image.Pages;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>A trace to look at: frames in pictures, then everything in figures.</summary>
internal static class TimelinePage
{
    private static readonly (string Id, string Title)[] _sections =
    [
        ("frames", "Frames"), ("windows", "Windows"), ("use", "CPU time"), ("exits", "Exits"),
    ];

    /// <summary>The page of <paramref name="trace"/>.</summary>
    public static string Write(Trace trace) => PageFrame.Write($"{trace.Description.System}: trace", html =>
    {
        TraceSummary summary = TraceSummary.Of(trace, null);
        WriteTop(html, trace, summary);
        using (html.Open("nav", ("aria-label", "Sections")))
        {
            foreach ((string id, string title) in _sections)
            {
                html.Element("a", title, ("href", $"#{id}"));
            }
        }

        using (html.Open("main"))
        {
            FrameSection.Write(html, trace);
            TraceFigures.WriteWindows(html, summary);
            TraceFigures.WriteUse(html, trace.Description, summary);
            TraceFigures.WriteExits(html, trace.Description, summary);
        }

        using (html.Open("footer"))
        {
            html.Element("p", "Made by microhv trace from records that the kernel wrote while it ran. Times are module time: "
                + "0 is the start of major frame 0.");
        }
    });

    private static void WriteTop(HtmlWriter html, Trace trace, TraceSummary summary)
    {
        using (html.Open("header"))
        {
            html.Element("p", "MicroHV trace", ("class", "kicker"));
            html.Element("h1", summary.System);
            html.Element("p", $"What {Figures.Count(trace.Description.CpuCount, "CPU")} did, on {summary.Machine}.", ("class", "lead"));
            using (html.Open("dl", ("class", "tiles")))
            {
                ulong lost = trace.LostCount;
                SummarySection.Tile(
                    html, "Records", $"{trace.Events.Count}", lost == 0 ? "none lost" : $"{lost} more were lost");
                SummarySection.Tile(html, "Time", TraceFigures.Rounded(summary.SpanNanoseconds), "from the first to the last");
                SummarySection.Tile(
                    html, "Windows", $"{summary.Windows}", summary.Missed == 0 ? "none missing" : $"{summary.Missed} missing");
                SummarySection.Tile(html, "Latest start", TraceFigures.Time(summary.Lateness?.Max), "after the planned time");
                SummarySection.Tile(html, "Latest end", TraceFigures.Time(summary.Overrun?.Max), "after the planned time");
            }
        }
    }
}
