// The figures in a page of the documentation.
using System.Text;
using MicroHV.Machines;

namespace MicroHV.Image.Benches;

/// <summary>Replaces what stands between two marks of a Markdown page.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- figures: written by `microhv bench --page` -->";
    private const string End = "<!-- end of figures -->";

    private const string BeginScale = "<!-- scale: written by `microhv bench --scale --page` -->";
    private const string EndScale = "<!-- end of scale -->";
    private const string BeginLateness = "<!-- lateness: written by `microhv bench --lateness --page` -->";
    private const string EndLateness = "<!-- end of lateness -->";
    private const string BeginFrames = "<!-- frames: written by `microhv bench --frames --page` -->";
    private const string EndFrames = "<!-- end of frames -->";
    private const string BeginRestarts = "<!-- restarts: written by `microhv bench --restarts --page` -->";
    private const string EndRestarts = "<!-- end of restarts -->";
    private const string BeginScrubbing = "<!-- scrubbing: written by `microhv bench --scrubbing --page` -->";
    private const string EndScrubbing = "<!-- end of scrubbing -->";
    private const string PlotName = "scale.svg";

    /// <summary>Writes the figures of <paramref name="lanes"/> into the page at <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, IReadOnlyList<LaneFigures> lanes) =>
        Write(path, Begin, End, FigureTables.Of(lanes));

    /// <summary>Writes what many partitions and CPUs cost into the page, and the plot beside it.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, ScaleFigures figures)
    {
        Write(path, BeginScale, EndScale, ScaleTables.Of(figures));
        ReportFile.WriteText(Path.Combine(Path.GetDirectoryName(path) ?? "", PlotName), ScaleTables.Plot(figures));
    }

    /// <summary>Writes how late windows begin into the page.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, IReadOnlyList<LaneLateness> lanes) =>
        Write(path, BeginLateness, EndLateness, LatenessTables.Of(lanes));

    /// <summary>Writes when frames begin into the page.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, FrameFigures figures) =>
        Write(path, BeginFrames, EndFrames, FrameTables.Of(figures));

    /// <summary>Writes how long restarts take into the page.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, RestartFigures figures) =>
        Write(path, BeginRestarts, EndRestarts, RestartTables.Of(figures));

    /// <summary>Writes how long a round of scrubbing takes into the page.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string path, IReadOnlyList<ScrubFigure> figures) =>
        Write(path, BeginScrubbing, EndScrubbing, ScrubbingTables.Of(figures));

    private static void Write(string path, string beginMark, string endMark, IEnumerable<FigureTable> tables)
    {
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(beginMark, StringComparison.Ordinal);
        int end = page.IndexOf(endMark, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{path} has no lines '{beginMark}' and '{endMark}'");
        }

        StringBuilder text = new(page[..(begin + beginMark.Length)]);
        foreach (FigureTable table in tables)
        {
            _ = text.Append($"\n\n### {table.Title}\n\n").Append(Lines(table));
        }

        _ = text.Append('\n').Append(page[end..]);
        ReportFile.WriteText(path, text.ToString());
    }

    private static string Lines(FigureTable table)
    {
        StringBuilder text = new();
        IEnumerable<string> sides = Enumerable.Range(0, table.Headings.Count).Select(i => table.IsOfNumbers(i) ? "---:" : "---");
        _ = text.Append(Line(table.Headings)).Append(Line(sides));
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            _ = text.Append(Line(row));
        }

        return text.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
