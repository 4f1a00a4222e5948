// How soon faults were detected, as a histogram.
using System.Globalization;
using MicroHV.Image.Pages;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>Times from injection to the first error or the stop that tells of it.</summary>
internal static class LatencySection
{
    private const int Height = 150;
    private const int LabelHeight = 20;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, TimeDistribution? latency)
    {
        using (html.Open("section", ("id", "latency")))
        {
            html.Element("h2", "Detection");
            if (latency is null)
            {
                html.Element("p", "No fault was detected.");
                return;
            }

            html.Element(
                "p",
                $"From the injection to what tells of it, in machine time, of {Figures.Count(latency.Count, "run")}: median "
                    + $"{TraceFigures.Time(latency.Median)}, 99 of 100 at most {TraceFigures.Time(latency.Percentile99)}, at most "
                    + $"{TraceFigures.Time(latency.Max)}. Each bar takes what is more than half of the time below it.");
            WriteHistogram(html, latency);
        }
    }

    private static void WriteHistogram(HtmlWriter html, TimeDistribution latency)
    {
        IReadOnlyList<HistogramBucket> buckets = latency.Histogram;
        int most = buckets.Max(bucket => bucket.Count);
        double width = 100.0 / buckets.Count;
        using (html.Open("figure"))
        using (html.Open(
            "svg", ("class", "strip"), ("role", "img"), ("aria-label", "Detection latency"), ("height", $"{Height + LabelHeight}")))
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
            html.Element("text", TraceFigures.Time(buckets[^1].UpTo), ("class", "scale end"), ("x", "100%"), ("y", $"{Height + 14}"));
        }
    }

    private static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.###}%");
}
