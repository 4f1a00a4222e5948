// `microhv bench`: figures that are the same at every run.
using System.CommandLine;
using System.CommandLine.Parsing;
using MicroHV.Image.Benches;
using MicroHV.Image.Help;
using MicroHV.Image.Tools;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>bench</c>.</summary>
internal static class BenchVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<string?> machine = new Option<string?>("--machine")
        {
            Description = "Only the lanes on this machine.",
        }.AcceptOnlyFromAmong("qemu", "bochs");
        Option<string?> vendor = new Option<string?>("--vendor")
        {
            Description = "Only the lanes with this vendor's virtualization.",
        }.AcceptOnlyFromAmong("intel", "amd");
        Option<bool> profile = new("--profile")
        {
            Description = "Also say where the instructions of each round trip go, by function.",
        };
        Option<bool> scale = new("--scale")
        {
            Description = "Measure boots with 1 to 256 partitions and with up to 64 CPUs, and the RAM of one more, instead.",
        };
        Option<bool> lateness = new("--lateness")
        {
            Description = "Measure how late windows begin beside the worst neighbours instead; takes minutes.",
        };
        Option<bool> frames = new("--frames")
        {
            Description = "Measure how far apart CPUs begin a frame, and the drift of a million of them, instead; takes minutes.",
        };
        Option<bool> restarts = new("--restarts")
        {
            Description = "Measure how long restarts of a partition take, by event, memory and image, instead.",
        };
        Option<bool> scrubbing = new("--scrubbing")
        {
            Description = "Measure how long the kernel takes to check all that is never written instead.",
        };
        Option<string?> json = FileOption.Create("File for the figures as JSON.", "--json");
        Option<string?> page = FileOption.Create(
            "Markdown page whose figures, between two marks, are written anew.", "--page");
        Verb command = new(
            "bench",
            "Measure round trips, boot and size on every lane, in instructions.",
            new("bench", "on every lane"),
            new("bench --machine bochs --vendor intel --profile", "one lane, and where its instructions go"),
            new("bench --scale", "boots with many partitions and CPUs"),
            new("bench --lateness", "how late windows begin beside the worst neighbours"),
            new("bench --frames", "how far apart CPUs begin a frame, and whether frames drift"),
            new("bench --restarts", "from an error to the first instruction of the next life"),
            new("bench --scrubbing", "how long the kernel takes to check all that is never written"),
            new("bench --page docs/performance.md", "write the figures of the documentation anew"))
        {
            machine, vendor, profile, scale, lateness, frames, restarts, scrubbing, json, page,
        };
        command.Validators.Add(result =>
        {
            (string? Machine, string? Vendor) lane = (WordOf(result, machine), WordOf(result, vendor));
            if (lane is ("qemu", "intel"))
            {
                result.AddError("QEMU emulates no VT-x; use --machine bochs --vendor intel");
            }
            else if (lane is not (null, null) && result.GetResult(page) is not null)
            {
                result.AddError("--page wants the figures of every lane, without --machine and --vendor");
            }
        });
        command.Validators.Add(result =>
        {
            Option<bool>[] others = [.. new[] { scale, lateness, frames, restarts, scrubbing }.Where(option => result.GetResult(option) is not null)];
            bool chooses = WordOf(result, machine) is not null || WordOf(result, vendor) is not null;
            if (others.Length > 1)
            {
                result.AddError($"{others[0].Name} and {others[1].Name} are two measurements: run them one after the other");
            }
            else if (others.Length == 1 && (chooses || result.GetResult(profile) is not null))
            {
                result.AddError($"{others[0].Name} has lanes of its own and no profile");
            }
        });
        command.SetAction((arguments, cancellation) => Task.Run(() => CheckVerb.Guard(() =>
        {
            string? jsonPath = arguments.GetValue(json);
            string? pagePath = arguments.GetValue(page);
            if (arguments.GetValue(scale))
            {
                return RunScale(jsonPath, pagePath, cancellation);
            }

            if (arguments.GetValue(frames))
            {
                return RunFrames(jsonPath, pagePath, cancellation);
            }

            if (arguments.GetValue(restarts))
            {
                return RunRestarts(jsonPath, pagePath, cancellation);
            }

            if (arguments.GetValue(scrubbing))
            {
                return RunScrubbing(jsonPath, pagePath, cancellation);
            }

            Lane[] lanes = LanesOf(arguments.GetValue(machine), arguments.GetValue(vendor));
            return arguments.GetValue(lateness)
                ? RunLateness(jsonPath, pagePath, cancellation)
                : Run(lanes, arguments.GetValue(profile), jsonPath, pagePath, cancellation);
        })));
        return command;
    }

    // A word that is none of those that the option takes has no value.
    private static string? WordOf(CommandResult result, Option<string?> option) =>
        result.GetResult(option)?.Tokens.SingleOrDefault()?.Value;

    private static Lane[] LanesOf(string? machine, string? vendor) =>
    [
        .. Lane.Direct.Where(lane =>
            (machine is null || lane.Machine.Name == machine)
            && (vendor is null || lane.Machine.Vendor.ToString().Equals(vendor, StringComparison.OrdinalIgnoreCase))),
    ];

    private static int RunScale(string? json, string? page, CancellationToken cancellation)
    {
        if (!new MachineInstaller(Console.Error).AreReady([Lane.QemuSvm, Lane.BochsVtx]))
        {
            return ExitCode.ToolMissing;
        }

        ScaleFigures figures = Scale.MeasureAsync(cancellation).GetAwaiter().GetResult();
        Publish(figures, json, page, BenchPrinter.Print, PerformancePage.Write);
        return ExitCode.Good;
    }

    private static int RunFrames(string? json, string? page, CancellationToken cancellation)
    {
        if (!new MachineInstaller(Console.Error).AreReady([Frames.SkewLane, Frames.DriftLane]))
        {
            return ExitCode.ToolMissing;
        }

        FrameFigures figures = Frames.MeasureAsync(cancellation).GetAwaiter().GetResult();
        Publish(figures, json, page, BenchPrinter.Print, PerformancePage.Write);
        return figures.MeetsGoals ? ExitCode.Good : ExitCode.Failed;
    }

    private static int RunRestarts(string? json, string? page, CancellationToken cancellation)
    {
        if (!new MachineInstaller(Console.Error).AreReady(Lane.Direct))
        {
            return ExitCode.ToolMissing;
        }

        RestartFigures figures = Restarts.MeasureAsync(cancellation).GetAwaiter().GetResult();
        Publish(figures, json, page, BenchPrinter.Print, PerformancePage.Write);
        return ExitCode.Good;
    }

    private static int RunScrubbing(string? json, string? page, CancellationToken cancellation)
    {
        if (!new MachineInstaller(Console.Error).AreReady(Lane.Direct))
        {
            return ExitCode.ToolMissing;
        }

        IReadOnlyList<ScrubFigure> figures = Scrubbing.MeasureAsync(cancellation).GetAwaiter().GetResult();
        Publish(figures, json, page, BenchPrinter.Print, PerformancePage.Write);
        return ExitCode.Good;
    }

    // Two CPUs, each counted by itself: Bochs. Its SVM ends no window of a guest that has interrupts off (machines/differences.toml).
    private static int RunLateness(string? json, string? page, CancellationToken cancellation)
    {
        Lane[] wanted = [Lane.BochsVtx];
        if (!new MachineInstaller(Console.Error).AreReady(wanted))
        {
            return ExitCode.ToolMissing;
        }

        List<LaneLateness> lanes = [];
        foreach (Lane lane in wanted)
        {
            Console.Error.WriteLine($"microhv: measuring {lane.Title}");
            lanes.Add(Bench.MeasureLatenessAsync(lane, cancellation).GetAwaiter().GetResult());
        }

        Publish<IReadOnlyList<LaneLateness>>(lanes, json, page, BenchPrinter.Print, PerformancePage.Write);
        return lanes.All(lane => lane.MeetsGoals) ? ExitCode.Good : ExitCode.Failed;
    }

    private static int Run(
        Lane[] wanted, bool withProfile, string? json, string? page, CancellationToken cancellation)
    {
        if (!new MachineInstaller(Console.Error).AreReady(wanted))
        {
            return ExitCode.ToolMissing;
        }

        // The page shows where the instructions go, asked for or not.
        bool mustProfile = withProfile || page is not null;
        List<LaneFigures> lanes = [];
        foreach (Lane lane in wanted)
        {
            Console.Error.WriteLine($"microhv: measuring {lane.Title}");
            lanes.Add(Bench.MeasureAsync(lane, mustProfile, cancellation).GetAwaiter().GetResult());
        }

        Publish(lanes, json, page, BenchPrinter.Print, PerformancePage.Write);
        return lanes.All(lane => lane.MeetsGoals) ? ExitCode.Good : ExitCode.Failed;
    }

    private static void Publish<TFigures>(
        TFigures figures, string? json, string? page, Action<IAnsiConsole, TFigures> print, Action<string, TFigures> write)
    {
        print(Terminal.On(Console.Out, Console.IsOutputRedirected), figures);
        if (json is not null)
        {
            ReportFile.Write(json, figures);
        }

        if (page is not null)
        {
            write(page, figures);
        }
    }
}
