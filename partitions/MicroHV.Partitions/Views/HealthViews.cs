// Reads the health tables of a blob.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>From records of health actions to views.</summary>
internal static class HealthViews
{
    /// <summary>The table of the module.</summary>
    public static ModuleHealthView OfModule(SystemConfig config)
    {
        uint tolerance = config.Header.OverrunNanoseconds;
        return new ModuleHealthView(
            TableOf(config, 0),
            tolerance == 0 ? null : tolerance,
            config.Header.HardwareWatchdog == HardwareWatchdog.None ? null : config.Header.HardwareWatchdogSeconds);
    }

    /// <summary>The table of the partition with number <paramref name="index"/>.</summary>
    public static IReadOnlyList<HealthEntryView> OfPartition(SystemConfig config, int index) => TableOf(config, index + 1);

    /// <summary>What happens to partitions when the schedule with number <paramref name="index"/> replaces another.</summary>
    public static IReadOnlyList<ChangeView> ChangesOf(SystemConfig config, int index, IReadOnlyList<PartitionView> partitions)
    {
        List<ChangeView> changes = [];
        for (int i = 0; i < partitions.Count; i++)
        {
            ScheduleChangeAction action = config.ChangeActions[(index * partitions.Count) + i].Action;
            if (action != ScheduleChangeAction.Ignore)
            {
                changes.Add(new ChangeView(partitions[i].Name, HealthWords.Of(action)));
            }
        }

        return changes;
    }

    private static List<HealthEntryView> TableOf(SystemConfig config, int table)
    {
        bool isModule = table == 0;
        List<HealthEntryView> entries = [];
        foreach (HealthEvent healthEvent in HealthWords.Events)
        {
            if (HealthWords.Allowed(healthEvent, isModule).Count != 0)
            {
                int at = (table * (int)HealthActionRecord.EventCount) + (int)healthEvent;
                entries.Add(EntryOf(config, config.HealthActions[at], healthEvent, isModule));
            }
        }

        return entries;
    }

    private static HealthEntryView EntryOf(
        SystemConfig config, in HealthActionRecord record, HealthEvent healthEvent, bool isModule)
    {
        string key = HealthWords.KeyOf(healthEvent);
        if (!isModule && record.Level == HealthLevel.Module)
        {
            return new HealthEntryView(key, "module", null, null, false, false);
        }

        bool isLogged = (record.Flags & HealthFlags.Log) != 0;
        return new HealthEntryView(
            key,
            isModule ? "module" : "partition",
            HealthWords.Of(record.Action, isLogged),
            record.Action == HealthAction.SwitchSchedule ? ScheduleViews.NameOf(in config.Schedules[(int)record.Schedule]) : null,
            isLogged,
            isLogged && record.Action == HealthDefaults.Of(healthEvent, isModule));
    }
}
