// The health tables of the blob.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>The table of the module, one for each partition, and the change actions of each schedule.</summary>
internal static class HealthTables
{
    /// <summary>The entries of all tables in the blob's order.</summary>
    public static IEnumerable<HealthActionRecord> Of(SystemPlan plan) =>
        RecordsOf(plan.Health, HealthLevel.Module)
            .Concat(plan.Partitions.SelectMany(partition => RecordsOf(partition.Health, HealthLevel.Partition)));

    /// <summary>The change actions in the blob's order.</summary>
    public static IEnumerable<ChangeActionRecord> ChangesOf(SystemPlan plan) =>
        from schedule in plan.Schedules
        from partition in plan.Partitions
        select new ChangeActionRecord { Action = schedule.ChangeOf(partition.Index) };

    // An event that a table does not answer has an entry too, which says nothing.
    private static IEnumerable<HealthActionRecord> RecordsOf(HealthPlan table, HealthLevel level) =>
        Enumerable.Range(0, (int)HealthActionRecord.EventCount)
            .Select(number => table.EntryOf((HealthEvent)number) is { } entry && entry.Level == level
                ? RecordOf(entry)
                : new HealthActionRecord { Level = table.EntryOf((HealthEvent)number)?.Level ?? level });

    private static HealthActionRecord RecordOf(HealthEntryPlan entry) => new()
    {
        Level = entry.Level,
        Action = entry.Action,
        Flags = entry.IsLogged ? HealthFlags.Log : HealthFlags.None,
        Schedule = (uint)(entry.Schedule?.Index ?? 0),
    };
}
