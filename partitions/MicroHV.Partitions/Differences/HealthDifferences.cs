// What differs in health tables.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares the module's table, and those of partitions that both systems have.</summary>
internal static class HealthDifferences
{
    private const string Module = "module";

    /// <summary>Adds what is different in <paramref name="after"/>.</summary>
    public static void Compare(DifferenceList differences, SystemView before, SystemView after)
    {
        CompareTables(differences, Module, before.Health.Entries, after.Health.Entries);
        differences.Compare(
            DifferenceSection.Health, Module, "overrun-tolerance", Tolerance(before.Health), Tolerance(after.Health));
        differences.Compare(
            DifferenceSection.Health, Module, "hardware-watchdog", HardwareWatchdog(before.Health), HardwareWatchdog(after.Health));
        foreach ((PartitionView? old, PartitionView? present) in
            DifferenceList.Pair(before.Partitions, after.Partitions, partition => partition.Name))
        {
            if (old is not null && present is not null)
            {
                CompareTables(differences, old.Name, old.Health, present.Health);
                differences.Compare(DifferenceSection.Health, old.Name, "restarts", Restarts(old), Restarts(present));
                differences.Compare(DifferenceSection.Health, old.Name, "watchdog", Watchdog(old), Watchdog(present));
            }
        }

        foreach ((ScheduleView? old, ScheduleView? present) in
            DifferenceList.Pair(before.Schedules, after.Schedules, schedule => schedule.Name))
        {
            differences.Compare(
                DifferenceSection.Health, $"schedule {(old ?? present)!.Name}", "change actions", Changes(old), Changes(present));
        }
    }

    private static void CompareTables(
        DifferenceList differences, string holder, IReadOnlyList<HealthEntryView> before, IReadOnlyList<HealthEntryView> after)
    {
        foreach ((HealthEntryView old, HealthEntryView present) in before.Zip(after))
        {
            differences.Compare(DifferenceSection.Health, holder, old.Event, old.Words(), present.Words());
        }
    }

    private static string? Tolerance(ModuleHealthView health) =>
        health.OverrunToleranceNanoseconds is uint tolerance ? Units.FormatTime(tolerance) : null;

    private static string? HardwareWatchdog(ModuleHealthView health) =>
        health.HardwareWatchdogSeconds is uint seconds ? $"{seconds}s" : null;

    private static string Restarts(PartitionView partition) =>
        $"{partition.Restarts.Budget} in {Units.FormatTime(partition.Restarts.PeriodNanoseconds)}";

    private static string? Watchdog(PartitionView partition) =>
        partition.WatchdogWindows == 0 ? null : $"{partition.WatchdogWindows} windows";

    private static string? Changes(ScheduleView? schedule) => schedule is null || schedule.Changes.Count == 0
        ? null
        : string.Join(", ", schedule.Changes.Select(change => $"{change.Action} of {change.Partition}"));
}
