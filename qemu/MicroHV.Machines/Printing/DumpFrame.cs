// The frame of a dump: where it happened, a rule, labelled lines, a rule.
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>What the dump of a partition and that of the kernel have in common.</summary>
internal static class DumpFrame
{
    // The width of four registers, on a terminal or in a file.
    private const int Width = 95;

    private const int LabelCells = 8;

    /// <summary>Prints the first lines: who, what, and where in the sources.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="subject">Who was stopped.</param>
    /// <param name="what">What happened.</param>
    /// <param name="places">Where, the innermost function first; empty if that is not known.</param>
    /// <param name="otherwise">Where in other words, or null if there are none.</param>
    public static void Open(
        IAnsiConsole console, string subject, string what, IReadOnlyList<SourcePlace> places, string? otherwise)
    {
        string? where = places.Count > 0 ? places[0].ToString() : otherwise;
        string heading = $"{subject}: {what}{(where is null ? "" : $" at {where}")}";
        string indent = "";
        foreach (string row in RowSplitter.Split(heading, RowSplitter.CellsBehind(console, LabelCells)))
        {
            console.Write(new Row().Add(indent + row, Ink.Bad));
            indent = new string(' ', LabelCells);
        }

        foreach (SourcePlace caller in places.Skip(1))
        {
            Line(console, "", $"inlined into {caller.Function} at {caller.File}:{caller.Line}");
        }

        Rule(console);
    }

    /// <summary>Prints a line with a label.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="label">The label.</param>
    /// <param name="text">What it says.</param>
    public static void Line(IAnsiConsole console, string label, string text)
    {
        string begin = label.PadRight(LabelCells);
        foreach (string row in RowSplitter.Split(text, RowSplitter.CellsBehind(console, LabelCells)))
        {
            console.Write(new Row().Add(begin, Ink.Aside).Add(row));
            begin = new string(' ', LabelCells);
        }
    }

    /// <summary>Prints registers in one row.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="registers">Their names and values.</param>
    public static void Registers(IAnsiConsole console, IReadOnlyList<(string Name, ulong Value)> registers)
    {
        Row row = new();
        for (int i = 0; i < registers.Count; i++)
        {
            string gap = i == registers.Count - 1 ? "" : "  ";
            _ = row.Add($"{registers[i].Name,-4}", Ink.Aside).Add($"{registers[i].Value:x16}{gap}");
        }

        console.Write(row);
    }

    /// <summary>Prints a rule.</summary>
    /// <param name="console">Where to.</param>
    public static void Rule(IAnsiConsole console) => console.Write(new Row().Add(new string('─', Width), Ink.Bad));
}
