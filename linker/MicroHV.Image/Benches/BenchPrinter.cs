// The figures on a terminal.
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.Benches;

/// <summary>Prints the tables, and whether the goals are met.</summary>
internal static class BenchPrinter
{
    /// <summary>Prints them.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<LaneFigures> lanes)
    {
        Print(console, FigureTables.Of(lanes));
        PrintVerdicts(console, lanes.Select(lane => (lane.Title, lane.MeetsGoals)));
    }

    /// <summary>Prints how late windows begin.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<LaneLateness> lanes)
    {
        Print(console, LatenessTables.Of(lanes));
        PrintVerdicts(console, lanes.Select(lane => (lane.Title, lane.MeetsGoals)));
    }

    /// <summary>Prints what many partitions and CPUs cost.</summary>
    public static void Print(IAnsiConsole console, ScaleFigures figures) => Print(console, ScaleTables.Of(figures));

    /// <summary>Prints when frames begin.</summary>
    public static void Print(IAnsiConsole console, FrameFigures figures)
    {
        Print(console, FrameTables.Of(figures));
        PrintVerdicts(console, [("frames", figures.MeetsGoals)]);
    }

    /// <summary>Prints how long restarts take.</summary>
    public static void Print(IAnsiConsole console, RestartFigures figures) => Print(console, RestartTables.Of(figures));

    /// <summary>Prints how long a round of scrubbing takes.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<ScrubFigure> figures) => Print(console, ScrubbingTables.Of(figures));

    private static void Print(IAnsiConsole console, IEnumerable<FigureTable> tables)
    {
        foreach (FigureTable table in tables)
        {
            console.WriteLine();
            console.Write(Row.Of($"[bold]{Markup.Escape(table.Title)}[/]"));
            console.Write(ToGrid(table));
        }
    }

    private static void PrintVerdicts(IAnsiConsole console, IEnumerable<(string Title, bool MeetsGoals)> lanes)
    {
        console.WriteLine();
        foreach ((string title, bool meetsGoals) in lanes)
        {
            string verdict = meetsGoals ? "[green]meets its goals[/]" : "[red]misses a goal[/]";
            console.Write(Row.Of($"{Markup.Escape(title)} {verdict}"));
        }
    }

    private static Table ToGrid(FigureTable table)
    {
        Table grid = new() { Border = TableBorder.Simple };
        for (int i = 0; i < table.Headings.Count; i++)
        {
            TableColumn column = new(Markup.Escape(table.Headings[i])) { NoWrap = true };
            grid.AddColumn(table.IsOfNumbers(i) ? column.RightAligned() : column);
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            grid.AddRow([.. row.Select(Markup.Escape)]);
        }

        return grid;
    }
}
