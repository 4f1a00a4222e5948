// When frames begin, as tables of text.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>Makes the tables.</summary>
internal static class FrameTables
{
    /// <summary>One for the skew between CPUs, one for the drift.</summary>
    public static IEnumerable<FigureTable> Of(FrameFigures figures)
    {
        yield return new FigureTable(
            $"By how much the last CPU begins a frame after the first one, in instructions: {Frames.SkewLane.Title}",
            ["CPUs", "frames", "half", "all", "never came"],
            [
                .. figures.Skews.Select(skew => (IReadOnlyList<string>)
                [
                    Number((uint)skew.Cpus), Number(skew.Figure.Count), Number(skew.Figure.Median), Number(skew.Figure.Widest),
                    Number(skew.Figure.Missed),
                ]),
            ]);
        FrameFigure drift = figures.Drift;
        yield return new FigureTable(
            $"How late frames begin, in instructions: {Frames.DriftLane.Title}",
            ["frames", "the first", "the last", "at least", "at most", "never came"],
            [
                [
                    Number(drift.Count), Number(drift.First), Number(drift.Last), Number(drift.Least), Number(drift.Most),
                    Number(drift.Missed),
                ],
            ]);
    }

    private static string Number(uint value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
