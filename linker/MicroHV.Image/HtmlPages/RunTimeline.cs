// The picture of one run: windows as they were planned and as they were used, and what happened when.
using System.Globalization;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.Pages;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// An SVG without a view box, a row for each major frame: across, everything is in hundredths of its width, so that it is to scale
/// at every width while text keeps its size.
/// </summary>
/// <param name="time">The plan.</param>
/// <param name="frames">Major frames of the run.</param>
/// <param name="row">The run.</param>
internal sealed class RunTimeline(PlannedTime time, ulong frames, RunRow row)
{
    private const int MaxFrames = 5;
    private const int HeadHeight = 30;
    private const int BarHeight = 38;
    private const int UsedHeight = 13;
    private const int RowGap = 8;

    private readonly IReadOnlyList<RanWindow> _windows = RanWindow.Parse(row.Windows);

    /// <summary>Writes it.</summary>
    public void Write(HtmlWriter html)
    {
        // Of a long run: the frame before the fault, and what follows.
        long last = (long)frames - 1;
        long hit = Math.Clamp(row.Injected!.Value / time.MajorFrame, 0, last);
        long first = Math.Clamp(hit - 1, 0, Math.Max(0, last - MaxFrames + 1));
        int rows = (int)Math.Min(MaxFrames, last - first + 1);
        int height = (rows * (HeadHeight + BarHeight + RowGap)) - RowGap;
        using (html.Open(
            "svg", ("class", "strip"), ("role", "img"), ("aria-label", $"Windows of run {row.Number} on {row.Lane}"),
            ("height", Number(height))))
        {
            for (int i = 0; i < rows; i++)
            {
                WriteFrame(html, first + i, i * (HeadHeight + BarHeight + RowGap));
            }
        }
    }

    private void WriteFrame(HtmlWriter html, long frame, int top)
    {
        long start = frame * time.MajorFrame;
        int bar = top + HeadHeight;
        html.Element("text", $"frame {frame}", ("class", "scale"), ("x", "0"), ("y", Number(top + 11)));
        html.Element(
            "text", Figures.Time((ulong)(start + time.MajorFrame)), ("class", "scale end"), ("x", "100%"), ("y", Number(top + 11)));
        html.Empty("rect", ("class", "ground"), ("x", "0"), ("y", Number(bar)), ("width", "100%"), ("height", Number(BarHeight)));
        foreach (PlannedWindow window in time.Windows)
        {
            WritePlanned(html, window, bar);
        }

        foreach (RanWindow window in _windows.Where(window => window.Start < start + time.MajorFrame && window.End >= start))
        {
            WriteUsed(html, window, start, bar + BarHeight - UsedHeight);
        }

        (long At, string Letter, string What)[] marks =
            [.. Marks().Where(mark => mark.At >= start && mark.At < start + time.MajorFrame).Select(mark => mark with { At = mark.At - start })];

        // Those that would lie on each other stand side by side, and none leaves the picture.
        int shift = marks.Any(mark => mark.At < time.MajorFrame / 20) ? 18
            : marks.Any(mark => mark.At > time.MajorFrame - (time.MajorFrame / 20)) ? -18 : 0;
        foreach ((long at, string letter, string what) in marks)
        {
            WriteMark(html, at, letter, what, top, shift + (letter switch { "F" => -12, "D" => 0, _ => 12 }));
        }
    }

    private void WritePlanned(HtmlWriter html, PlannedWindow window, int top)
    {
        string colour = Colours.Of(window.Partition);
        using (html.Open(
            "svg", ("x", Place(window.Start)), ("y", Number(top)), ("width", Place(window.End - window.Start)), ("height", Number(BarHeight))))
        {
            html.Element("title", $"{time.Partitions[window.Partition]}: planned from {Figures.Time((ulong)window.Start)} to "
                + $"{Figures.Time((ulong)window.End)} of each frame");
            html.Empty("rect", ("class", $"f {colour}"), ("width", "100%"), ("height", "100%"));
            html.Element("text", time.Partitions[window.Partition], ("class", "label"), ("x", "6"), ("y", "17"));
        }
    }

    private void WriteUsed(HtmlWriter html, RanWindow window, long start, int top)
    {
        long from = Math.Max(window.Start - start, 0);
        long to = Math.Min(window.End - start, time.MajorFrame);
        using (html.Open(
            "rect", ("class", $"e {Colours.Of(window.Partition)}"), ("x", Place(from)), ("y", Number(top)),
            ("width", Place(Math.Max(to - from, time.MajorFrame / 250))), ("height", Number(UsedHeight))))
        {
            html.Element("title", $"{time.Partitions[window.Partition]}: ran from {Figures.Time((ulong)Math.Max(window.Start, 0))} to "
                + Figures.Time((ulong)Math.Max(window.End, 0)));
        }
    }

    // What comes before the first frame stands at its start. A detection by the partition's first error is where recovery begins.
    private IEnumerable<(long At, string Letter, string What)> Marks()
    {
        long injected = Math.Max(0, row.Injected!.Value);
        yield return (injected, "F", "the fault");
        if (row.Detected is long detected)
        {
            long told = Math.Max(0, row.Injected.Value + detected);
            yield return (told, "D", "what tells of it");
            if (row.Recovered is long recovered)
            {
                yield return (told + recovered, "R", "the first entry of the next life");
            }
        }
    }

    private void WriteMark(HtmlWriter html, long at, string letter, string what, int top, int shift)
    {
        int bottom = top + HeadHeight + BarHeight;
        using (html.Open(
            "line", ("class", "moment"), ("x1", Place(at)), ("x2", Place(at)), ("y1", Number(top + HeadHeight - 2)), ("y2", Number(bottom))))
        {
            html.Element("title", what);
        }

        html.Element(
            "text", letter, ("class", "mark middle"), ("x", Place(at)), ("dx", Number(shift)), ("y", Number(top + HeadHeight - 3)));
    }

    private string Place(long nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100m * nanoseconds / time.MajorFrame, 3):0.###}%");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
