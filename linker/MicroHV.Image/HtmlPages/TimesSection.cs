// How long something took, as a histogram.
using System.Globalization;
using MicroHV.Image.Pages;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>Figures of machine times, and a bar for each power of two.</summary>
internal static class TimesSection
{
    private const int Height = 150;
    private const int LabelHeight = 20;
    private const double MaxBarPercent = 12;

    /// <summary>Writes it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="id">Id of the section.</param>
    /// <param name="title">Its title.</param>
    /// <param name="what">From what to what the times are, as the beginning of a sentence.</param>
    /// <param name="times">The times; null if there are none.</param>
    public static void Write(HtmlWriter html, string id, string title, string what, TimeDistribution? times)
    {
        using (html.Open("section", ("id", id)))
        {
            html.Element("h2", title);
            if (times is null)
            {
                html.Element("p", $"{what}: there was none.");
                return;
            }

            html.Element(
                "p",
                $"{what}, in machine time, of {Figures.Count(times.Count, "run")}: median {TraceFigures.Time(times.Median)}, "
                    + $"99 of 100 at most {TraceFigures.Time(times.Percentile99)}, at most {TraceFigures.Time(times.Max)}. Each bar takes "
                    + "what is more than half of the time below it.");
            WriteHistogram(html, title, times);
        }
    }

    private static void WriteHistogram(HtmlWriter html, string title, TimeDistribution times)
    {
        IReadOnlyList<HistogramBucket> buckets = times.Histogram;
        int most = buckets.Max(bucket => bucket.Count);
        double width = Math.Min(100.0 / buckets.Count, MaxBarPercent);
        using (html.Open("figure"))
        using (html.Open(
            "svg", ("class", "strip"), ("role", "img"), ("aria-label", title), ("height", $"{Height + LabelHeight}")))
        {
            for (int i = 0; i < buckets.Count; i++)
            {
                int height = (Height - LabelHeight) * buckets[i].Count / most;
                using (html.Open(
                    "rect", ("class", $"e {Colours.Of(0)}"), ("x", Percent(i * width)), ("y", $"{Height - height}"),
                    ("width", Percent(width * 0.8)), ("height", $"{height}")))
                {
                    html.Element("title", $"up to {TraceFigures.Time(buckets[i].UpTo)}: {buckets[i].Count}");
                }
            }

            html.Empty("line", ("x1", "0"), ("x2", "100%"), ("y1", $"{Height}"), ("y2", $"{Height}"));
            html.Element("text", TraceFigures.Time(buckets[0].UpTo), ("class", "scale"), ("x", "0"), ("y", $"{Height + 14}"));
            html.Element("text", TraceFigures.Time(buckets[^1].UpTo), ("class", "scale end"), ("x", Percent(buckets.Count * width)), ("y", $"{Height + 14}"));
        }
    }

    private static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.###}%");
}
