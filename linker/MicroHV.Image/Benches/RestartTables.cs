// How long restarts take, as tables of text.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>Makes the tables.</summary>
internal static class RestartTables
{
    private const string SizedCause = "memory_violation";

    /// <summary>By cause with memory kept, by cause from the golden copy, and by size.</summary>
    public static IEnumerable<FigureTable> Of(RestartFigures figures)
    {
        yield return ByCause(figures, "From an error to the first instruction of a warm start, in instructions", Restarts.Warm);
        yield return ByCause(
            figures,
            $"From an error to the first instruction of a cold start of {Restarts.UsualMemoryMiB} MiB, in instructions",
            Restarts.Cold);
        yield return BySize(figures);
    }

    // What the partition asks for itself is a cold start in both systems.
    private static FigureTable ByCause(RestartFigures figures, string title, string action)
    {
        Restart[] rows =
        [
            .. figures.All.Where(each =>
                each is { MemoryMiB: Restarts.UsualMemoryMiB, IsHeavy: false } && each.Action == action
                && (action == Restarts.Cold || each.Cause != "own_request")),
        ];
        return new FigureTable(
            title,
            ["", .. figures.Lanes.Select(lane => lane.Title)],
            [
                .. rows.Select(row => row.Cause).Distinct().Select(cause => (IReadOnlyList<string>)
                    [cause.Replace('_', ' '), .. figures.Lanes.Select(lane => Ticks(rows, lane.Name, row => row.Cause == cause))]),
            ]);
    }

    private static FigureTable BySize(RestartFigures figures)
    {
        Restart[] rows = [.. figures.All.Where(each => each.Action == Restarts.Cold && each.Cause == SizedCause)];
        IEnumerable<IReadOnlyList<string>> memories = Restarts.MemoriesMiB.Select(memory => (IReadOnlyList<string>)
            [
                $"{memory} MiB",
                .. figures.Lanes.Select(lane => Ticks(rows, lane.Name, row => row.MemoryMiB == memory && !row.IsHeavy)),
            ]);
        IReadOnlyList<string> heavy =
        [
            $"{Restarts.UsualMemoryMiB} MiB, and 1 MiB more in its image",
            .. figures.Lanes.Select(lane => Ticks(rows, lane.Name, row => row.IsHeavy)),
        ];
        return new FigureTable(
            "The same by private RAM, in instructions", ["", .. figures.Lanes.Select(lane => lane.Title)], [.. memories, heavy]);
    }

    private static string Ticks(IEnumerable<Restart> rows, string lane, Func<Restart, bool> isWanted) =>
        rows.Single(row => row.Lane == lane && isWanted(row)).Ticks.ToString("N0", CultureInfo.InvariantCulture);
}
