// What `microhv doctor` says.
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Prints what was found on a host.</summary>
/// <param name="console">Where.</param>
public sealed class DoctorPrinter(IAnsiConsole console)
{
    /// <summary>Prints a report: lanes, tools, and the commands that install what is missing.</summary>
    /// <param name="report">The report.</param>
    public void Print(DoctorReport report)
    {
        PrintRows("Machines", report.Lanes.Select(lane => (lane.Works, lane.Title, lane.Why)));
        PrintRows("Tools of the build", report.Tools.Select(Of));
        PrintRows("Tools of tests and of 'run --gdb'", report.TestTools.Select(Of));
        if (report.Distribution is null && report.Install.Count != 0)
        {
            console.WriteLine();
            console.WriteLine("The packages of this distribution are not known here. On others, what is missing is installed so:");
        }

        PrintSteps(report.Install);
    }

    /// <summary>Prints how to install everything, everywhere.</summary>
    /// <param name="steps">The commands.</param>
    public void PrintEverything(IReadOnlyList<InstallStep> steps)
    {
        console.WriteLine();
        console.Write(Row.Of("[bold]Everything, on a host that has the .NET SDK 10[/]"));
        PrintSteps(steps);
    }

    /// <summary>Prints how to get a container that has everything.</summary>
    public void PrintContainer()
    {
        console.WriteLine();
        console.WriteLine("In a container that has everything, at the root of the repository:");
        PrintCommand(Container.Command);
    }

    private static (bool Good, string Name, string Words) Of(ToolCheck tool) =>
        (tool.Path is not null, tool.Name, $"{tool.Purpose}: {tool.Path ?? "missing"}");

    private void PrintRows(string title, IEnumerable<(bool Good, string Name, string Words)> rows)
    {
        (bool Good, string Name, string Words)[] all = [.. rows];
        int width = all.Max(row => row.Name.Length);
        console.Write(Row.Of($"[bold]{Markup.Escape(title)}[/]"));
        foreach ((bool good, string name, string words) in all)
        {
            string mark = good ? "[green]yes[/]" : "[red]no [/]";
            console.Write(Row.Of($"  {mark} {Markup.Escape(name.PadRight(width))}  [grey]{Markup.Escape(words)}[/]"));
        }
    }

    private void PrintSteps(IReadOnlyList<InstallStep> steps)
    {
        foreach (InstallStep step in steps)
        {
            console.WriteLine();
            console.WriteLine($"{step.Distribution}, for {step.Purpose}:");
            PrintCommand(step.Command);
        }
    }

    // The terminal may wrap a command, but no line feed may come between its words: it is there to be pasted.
    private void PrintCommand(string command) => console.Profile.Out.Writer.WriteLine($"  {command}");
}
