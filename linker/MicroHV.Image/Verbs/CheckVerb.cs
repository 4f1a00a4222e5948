// `microhv check`: is this description a system?
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Help;
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
        Option<bool> json = new("--json") { Description = "Print the findings as JSON." };
        Option<bool> sarif = new("--sarif") { Description = "Print the findings as SARIF 2.1.0, for editors and CI." };
        Option<bool> denyWarnings = new("--deny-warnings") { Description = "Fail for warnings too." };
        Verb verb = new(
            "check",
            "Check a system: everything that is wrong with it, with the way out.",
            new("check mine", "the system in the folder mine"),
            new("check mine --deny-warnings", "fail for warnings too, as CI might want"),
            new("check mine --sarif", "the findings in the form that editors and CI read"))
        {
            system, json, sarif, denyWarnings,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(json) is not null && result.GetResult(sarif) is not null)
            {
                result.AddError("--json and --sarif both want the output; ask for one of them");
            }
        });
        verb.SetAction(arguments => Guard(() => Run(
            arguments.GetRequiredValue(system), arguments.GetValue(json), arguments.GetValue(sarif),
            arguments.GetValue(denyWarnings))));
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

    private static int Run(string path, bool asJson, bool asSarif, bool denyWarnings)
    {
        LoadedSystem loaded = SystemSource.Load(path).System;
        bool isGood = loaded.Plan is not null && !(denyWarnings && loaded.CountOf(Severity.Warning) != 0);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(CheckReport.Of(path, loaded, isGood), _json));
        }
        else if (asSarif)
        {
            Console.WriteLine(SarifLog.Of(loaded).ToJsonString(_json));
        }
        else
        {
            DiagnosticPrinter.Print(loaded);
            if (isGood)
            {
                Console.WriteLine(Summary(loaded.Plan!));
            }
        }

        return isGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static string Summary(SystemPlan plan)
    {
        ulong memory = plan.Regions.Where(region => !region.IsDevice).DistinctBy(region => region.HostPhysical)
            .Aggregate(0UL, (sum, region) => sum + region.Guest.SizeBytes);
        string schedules = string.Join(" or ", plan.Schedules.Select(schedule =>
            $"{Count(schedule.Windows.Count, "window")} of {Units.FormatTime(schedule.MajorFrameNanoseconds)}"));
        string cpus = plan.Machine.CpuCount == 1 ? "" : $"on {plan.Machine.CpuCount} CPUs ";
        return $"{plan.Name}: ok, {Count(plan.Partitions.Count, "partition")} {cpus}in {schedules}, "
            + $"{Units.FormatSize(memory)} of memory, {Units.FormatSize(plan.Kernel.Memory.SizeBytes)} for the kernel";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
