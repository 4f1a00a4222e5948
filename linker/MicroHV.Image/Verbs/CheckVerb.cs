// `microhv check`: is this description a system?
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using MicroHV.Image.Images;
using MicroHV.Partitions;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Verbs;

/// <summary>Holds a description against all rules and says everything that is wrong with it.</summary>
internal static class CheckVerb
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.Create();
        Option<bool> json = new("--json") { Description = "Print the diagnostics as JSON." };
        Command verb = new("check", "Check a system: everything that is wrong with it, with the way out.")
        {
            system, json,
        };
        verb.SetAction(arguments => Guard(() => Run(arguments.GetRequiredValue(system), arguments.GetValue(json))));
        return verb;
    }

    /// <summary>
    /// Runs <paramref name="action"/> and turns what is missing or fails outside the description into a message.
    /// </summary>
    internal static int Guard(Func<int> action) =>
        GuardAsync(() => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <summary>As <see cref="Guard"/>, for verbs that wait.</summary>
    internal static async Task<int> GuardAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (MissingToolException missing)
        {
            await Console.Error.WriteLineAsync($"microhv: {missing.Message}");
            return ExitCode.ToolMissing;
        }
        catch (Exception failure) when (
            failure is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"microhv: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Prints <paramref name="diagnostics"/> and their number on standard error.</summary>
    internal static void Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
        }

        Console.Error.WriteLine(diagnostics.Count == 1 ? "1 error" : $"{diagnostics.Count} errors");
    }

    private static int Run(string path, bool asJson)
    {
        LoadedSystem loaded = SystemSource.Load(path).System;
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(Report(path, loaded), _json));
        }
        else if (loaded.Plan is SystemPlan plan)
        {
            Console.WriteLine(Summary(plan));
        }
        else
        {
            Print(loaded.Diagnostics);
        }

        return loaded.Plan is null ? ExitCode.Failed : ExitCode.Good;
    }

    private static string Summary(SystemPlan plan)
    {
        ulong memory = plan.Regions.Where(region => !region.IsDevice).DistinctBy(region => region.HostPhysical)
            .Aggregate(0UL, (sum, region) => sum + region.Guest.SizeBytes);
        return $"{plan.Name}: ok, {Count(plan.Partitions.Count, "partition")} "
            + $"in {Count(plan.Schedule.Windows.Count, "window")} of "
            + $"{Units.FormatTime(plan.Schedule.MajorFrameNanoseconds)}, {Units.FormatSize(memory)} of memory, "
            + $"{Units.FormatSize(plan.Kernel.Memory.SizeBytes)} for the kernel";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static object Report(string path, LoadedSystem loaded) => new
    {
        System = path,
        Outcome = loaded.Plan is null ? "fail" : "pass",
        Errors = loaded.Diagnostics.Count,
        Diagnostics = loaded.Diagnostics.Select(diagnostic => new
        {
            diagnostic.File,
            diagnostic.Place.Line,
            diagnostic.Place.Column,
            diagnostic.Id,
            diagnostic.Message,
            diagnostic.WayOut,
        }),
    };
}
