// `microhv doctor`: what this machine can build and run, and what to install.
using System.CommandLine;
using MicroHV.Image.Help;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>doctor</c>.</summary>
internal static class DoctorVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print the same facts as JSON." };
        Verb command = new(
            "doctor",
            "Say which machines work here, what is missing, and how to install it.",
            new("doctor", "what this machine can build and run"),
            new("doctor --json", "the same facts for a program"))
        {
            json,
        };
        command.SetAction(arguments => Run(arguments.GetValue(json)));
        return command;
    }

    private static int Run(bool isJson)
    {
        DoctorReport report = DoctorReport.Look();
        if (isJson)
        {
            Console.Out.Write(ReportFile.Text(report));
        }
        else
        {
            Print(Terminal.On(Console.Out, Console.IsOutputRedirected), report);
        }

        return report.Install is null ? ExitCode.Good : ExitCode.ToolMissing;
    }

    private static void Print(IAnsiConsole console, DoctorReport report)
    {
        console.MarkupLine("[bold]Machines[/]");
        int width = report.Lanes.Max(lane => lane.Title.Length);
        foreach (LaneCheck lane in report.Lanes)
        {
            string title = Markup.Escape(lane.Title.PadRight(width));
            console.MarkupLine($"  {Mark(lane.Works)} {title}  [grey]{Markup.Escape(lane.Why)}[/]");
        }

        console.MarkupLine("[bold]Tools of the build[/]");
        width = report.Tools.Max(tool => tool.Name.Length);
        foreach (ToolCheck tool in report.Tools)
        {
            string place = tool.Path ?? "missing";
            console.MarkupLine($"  {Mark(tool.Path is not null)} {Markup.Escape(tool.Name.PadRight(width))}  "
                + $"[grey]{Markup.Escape(tool.Purpose)}: {Markup.Escape(place)}[/]");
        }

        if (report.Install is not null)
        {
            console.MarkupLine($"Install what is missing with: [bold]{Markup.Escape(report.Install)}[/]");
        }
    }

    private static string Mark(bool isGood) => isGood ? "[green]yes[/]" : "[red]no [/]";
}
