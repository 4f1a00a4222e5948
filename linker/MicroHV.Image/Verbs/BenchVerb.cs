// `microhv bench`: figures that are the same at every run.
using System.CommandLine;
using MicroHV.Image.Benches;
using MicroHV.Image.Tools;
using MicroHV.Machines;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>bench</c>.</summary>
internal static class BenchVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<bool> profile = new("--profile")
        {
            Description = "Also say where the instructions of each round trip go, by function.",
        };
        Option<FileInfo?> json = new("--json") { Description = "File for the figures as JSON.", HelpName = "file" };
        Option<FileInfo?> page = new("--page")
        {
            Description = "Markdown page whose figures, between two marks, are written anew.",
            HelpName = "file",
        };
        Command command = new("bench", "Measures round trips, boot and size on every lane, in instructions.")
        {
            profile, json, page,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() => CheckVerb.Guard(() => Run(
            arguments.GetValue(profile), arguments.GetValue(json), arguments.GetValue(page), cancellation))));
        return command;
    }

    private static int Run(bool withProfile, FileInfo? json, FileInfo? page, CancellationToken cancellation)
    {
        IEnumerable<RequiredTool> tools =
            Lane.Direct.SelectMany(lane => lane.Machine.RequiredTools(lane.BootPath)).Distinct();
        if (new ToolInstaller(Console.Error).Install(tools).Count > 0)
        {
            return ExitCode.ToolMissing;
        }

        // The page shows where the instructions go, asked for or not.
        bool mustProfile = withProfile || page is not null;
        List<LaneFigures> lanes = [];
        foreach (Lane lane in Lane.Direct)
        {
            Console.Error.WriteLine($"microhv: measuring {lane.Title}");
            lanes.Add(Bench.MeasureAsync(lane, mustProfile, cancellation).GetAwaiter().GetResult());
        }

        BenchPrinter.Print(Terminal.On(Console.Out, Console.IsOutputRedirected), lanes);
        if (json is not null)
        {
            ReportFile.Write(json.FullName, lanes);
        }

        if (page is not null)
        {
            PerformancePage.Write(page.FullName, lanes);
        }

        return lanes.All(lane => lane.MeetsGoals) ? ExitCode.Good : ExitCode.Failed;
    }
}
