// `microhv test`: every test, on every lane that this machine can run.
using System.CommandLine;
using System.Diagnostics;
using MicroHV.Image.Help;
using MicroHV.Image.Testing;
using MicroHV.Image.Tools;
using MicroHV.Machines;

namespace MicroHV.Image.Verbs;

/// <summary><c>microhv test</c>: every test, on every lane that this machine can run.</summary>
internal static class TestVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<bool> slow = new("--slow") { Description = "Then run the tests that take long. Where CI is set, they always run." };
        Option<string> project = new("--project")
        {
            Description = "Only test projects whose name contains this.",
            HelpName = "part",
            DefaultValueFactory = _ => "",
        };
        project.CompletionSources.Add(_ => TestProject.All("").Select(item => item.ShortName));
        Option<bool> refresh = new("--refresh")
        {
            Description = "Test nothing: write the generated files of docs and kits anew.",
        };
        Verb command = new(
            "test",
            "Build everything and run every test; install emulators that are missing, saying so first.",
            new("test", "what must pass before every merge"),
            new("test --project Kernel", "only the projects with Kernel in their names"),
            new("test --slow", "then the tests that take long"),
            new("test --refresh", "after a test said that a generated file is stale"))
        {
            slow,
            project,
            refresh,
        };
        command.SetAction((result, cancellation) => CheckVerb.GuardAsync(() => result.GetValue(refresh)
            ? RefreshAsync(cancellation)
            : RunAsync(result.GetValue(slow), result.GetRequiredValue(project), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(bool slow, string part, CancellationToken cancellation)
    {
        bool isCi = Environment.GetEnvironmentVariable("CI") is "true" or "1";
        IReadOnlyList<TestProject> projects = TestProject.All(part);
        if (projects.Count == 0)
        {
            await Console.Error.WriteLineAsync($"microhv: no test project has '{part}' in its name");
            return ExitCode.Usage;
        }

        IReadOnlyList<LaneCheck> missing = InstallLanes();
        if (!await BuildAsync(cancellation))
        {
            return ExitCode.Failed;
        }

        TestCounts counts = default;
        TestStage[] stages = slow || isCi ? [TestStage.Quick, TestStage.Slow] : [TestStage.Quick];
        foreach (TestStage stage in stages)
        {
            foreach (TestProject project in projects)
            {
                TestCounts outcome = await RunAsync(project, stage, cancellation);
                counts += outcome;
            }
        }

        foreach (LaneCheck lane in missing)
        {
            Console.WriteLine($"lane {lane.Name} ({lane.Title}) is not available here: {lane.Why}");
        }

        Console.WriteLine(counts);
        bool isIncomplete = isCi && missing.Count > 0;
        return counts.Failed == 0 && !isIncomplete ? ExitCode.Good : ExitCode.Failed;
    }

    private static async Task<int> RefreshAsync(CancellationToken cancellation)
    {
        if (!await BuildAsync(cancellation))
        {
            return ExitCode.Failed;
        }

        TestProject project = TestProject.All("MicroHV.Image.Tests").Single();
        TestCounts outcome = await RunAsync(project, TestStage.Refresh, cancellation);
        return outcome.Failed == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    private static IReadOnlyList<LaneCheck> InstallLanes()
    {
        IEnumerable<RequiredTool> tools = Lane.All.SelectMany(lane => lane.RequiredTools)
            .Concat(ToolTable.Build)
            .Concat(ToolTable.Tests);
        _ = new ToolInstaller(Console.Error).Install(tools);
        return [.. Lane.All.Select(lane => LaneCheck.Of(lane, Host.Here)).Where(check => !check.Works)];
    }

    private static async Task<bool> BuildAsync(CancellationToken cancellation)
    {
        Console.WriteLine("building MicroHV.sln");
        ProcessStartInfo start = new(
            "dotnet",
            [
                "msbuild", Path.Combine(Repository.Root, "MicroHV.sln"), "-restore", "-nologo", "-tl:off", "-v:quiet",
                "-clp:NoSummary", "-maxCpuCount", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            ]);
        using Process process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0;
    }

    private static async Task<TestCounts> RunAsync(TestProject project, TestStage stage, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        TestCounts outcome = await project.RunAsync(stage, Console.Out, cancellation);
        Console.WriteLine($"{project.Name}, {stage.Name}: {outcome} ({Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s)");
        return outcome;
    }
}
