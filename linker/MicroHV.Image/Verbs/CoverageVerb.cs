// `microhv coverage`: which branches of the code that guests reach the host tests take.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MicroHV.Image.Help;
using MicroHV.Image.Testing;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>coverage</c>.</summary>
internal static class CoverageVerb
{
    private const string Project = "tests/MicroHV.Kernel.Tests/MicroHV.Kernel.Tests.csproj";
    private const string ReportPath = "out/coverage/coverage.json";

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        string goal = CoverageArea.GoalPercent.ToString(CultureInfo.InvariantCulture);
        Verb command = new(
            "coverage",
            $"Run the kernel's host tests and count the branches that they take; fail below {goal} % in any part that guests reach.",
            new Example("coverage", "the share of each part, and every branch that no test takes"));
        command.SetAction((_, cancellation) => CheckVerb.GuardAsync(() => RunAsync(cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        Console.Error.WriteLine("microhv: running the kernel's host tests with branches counted");
        if (!await MeasureAsync(cancellation))
        {
            return ExitCode.Failed;
        }

        string path = Path.Combine(Repository.Root, ReportPath);
        CoverageReport report = CoverageReport.Parse(await File.ReadAllTextAsync(path, cancellation));
        Print(Terminal.On(Console.Out, Console.IsOutputRedirected), report);
        bool isGood = CoverageArea.All.All(area => report.PercentOf(area) >= CoverageArea.GoalPercent);
        return isGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static async Task<bool> MeasureAsync(CancellationToken cancellation)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                "msbuild", Path.Combine(Repository.Root, Project), "-restore", "-t:Coverage", "-nologo", "-tl:off",
                "-v:quiet", "-clp:NoSummary", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            ])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                await Console.Error.WriteLineAsync(output);
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0;
    }

    private static void Print(IAnsiConsole console, CoverageReport report)
    {
        Table table = new() { Border = TableBorder.Simple };
        _ = table.AddColumn("part of the kernel")
            .AddColumn(new TableColumn("branches").RightAligned())
            .AddColumn(new TableColumn("taken").RightAligned())
            .AddColumn(new TableColumn("share").RightAligned());
        foreach (CoverageArea area in CoverageArea.All)
        {
            IReadOnlyList<CoverageBranch> branches = report.In(area);
            double percent = report.PercentOf(area);
            string colour = percent >= CoverageArea.GoalPercent ? "green" : "red";
            _ = table.AddRow(
                Markup.Escape(area.Name),
                Number(branches.Count),
                Number(branches.Count(branch => branch.IsTaken)),
                string.Create(CultureInfo.InvariantCulture, $"[{colour}]{percent:F1} %[/]"));
        }

        console.Write(table);
        foreach (IGrouping<string, CoverageBranch> file in report.Branches
            .Where(branch => !branch.IsTaken)
            .GroupBy(branch => branch.File)
            .OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            IEnumerable<string> lines = file.Select(branch => branch.Line).Distinct().Order().Select(line => Number(line));
            console.WriteLine($"not taken: {file.Key}, line {string.Join(", ", lines)}");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
