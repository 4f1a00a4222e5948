// The health tables of a system as rows.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>For the module and each partition, every answer with the events that have it.</summary>
internal static class HealthTable
{
    /// <summary>What the module is called.</summary>
    public const string Module = "the module";

    /// <summary>The rows of <paramref name="view"/>: the module's, then the partitions'.</summary>
    public static IEnumerable<HealthRow> RowsOf(SystemView view) =>
        RowsOf(null, Module, view.Health.Entries)
            .Concat(view.Partitions.SelectMany(partition => RowsOf(partition.Index, partition.Name, partition.Health)));

    /// <summary>What else is planned for a kernel that fails; null if it has no hardware watchdog.</summary>
    public static string? MoreOf(ModuleHealthView module) => module.HardwareWatchdogSeconds is uint seconds
        ? $"kicks the hardware watchdog once a frame; {seconds}s without a kick reset the machine"
        : null;

    /// <summary>What else is planned for a partition that fails; null if its table says all.</summary>
    public static string? MoreOf(PartitionView partition)
    {
        string[] more = [.. Restarts(partition), .. Watchdog(partition)];
        return more.Length == 0 ? null : string.Join("; ", more);
    }

    /// <summary>What is tolerated, as a sentence.</summary>
    public static string Tolerance(SystemView view) => view.Health.OverrunToleranceNanoseconds is uint tolerance
        ? $"window overruns of more than {Figures.Time(tolerance)} are events"
        : "window overruns are no events";

    private static IEnumerable<HealthRow> RowsOf(int? index, string holder, IReadOnlyList<HealthEntryView> entries) =>
        entries
            .GroupBy(entry => entry.Words())
            .Select(same => new HealthRow(index, holder, same.Key, [.. same.Select(entry => entry.Event)]));

    private static IEnumerable<string> Restarts(PartitionView partition)
    {
        if (partition.Health.Any(entry => entry.Action is "warm-start" or "cold-start" or null))
        {
            string times = partition.Restarts.Budget == 1 ? "once" : $"{partition.Restarts.Budget} times";
            yield return $"starts again at most {times} in {Figures.Time(partition.Restarts.PeriodNanoseconds)}";
        }
    }

    private static IEnumerable<string> Watchdog(PartitionView partition)
    {
        if (partition.WatchdogWindows != 0)
        {
            yield return $"kicks its watchdog in every {Figures.Count((int)partition.WatchdogWindows, "window")}";
        }
    }
}
