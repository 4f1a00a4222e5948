// How long a round of scrubbing takes, as a table of text.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>Makes the table.</summary>
internal static class ScrubbingTables
{
    /// <summary>A row for each run.</summary>
    public static IEnumerable<FigureTable> Of(IReadOnlyList<ScrubFigure> figures)
    {
        yield return new FigureTable(
            $"How long it takes to check all that is never written, in frames with one sleep",
            ["", "frames", "complete rounds", "frames of a round", "longest step, in instructions"],
            [
                .. figures.Select(figure => (IReadOnlyList<string>)
                [
                    figure.Lane,
                    Number(figure.Frames),
                    Number(figure.Rounds),
                    Number(figure.FramesOfRound),
                    Number(figure.StepTicks),
                ]),
            ]);
    }

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
