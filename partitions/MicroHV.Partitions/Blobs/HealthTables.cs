// The health tables of the blob.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>The table of the module, and one for each partition.</summary>
internal static class HealthTables
{
    /// <summary>The entries in the blob's order.</summary>
    public static IEnumerable<HealthActionRecord> Of(SystemPlan plan) =>
        Events.Select(ModuleEntry).Concat(plan.Partitions.SelectMany(_ => Events.Select(PartitionEntry)));

    private static IEnumerable<HealthEvent> Events =>
        Enumerable.Range(0, (int)HealthActionRecord.EventCount).Select(number => (HealthEvent)number);

    private static HealthActionRecord ModuleEntry(HealthEvent healthEvent) => PartitionEntry(healthEvent) with
    {
        Level = HealthLevel.Module,
        Action = healthEvent switch
        {
            HealthEvent.HostException or HealthEvent.MachineCheck or HealthEvent.ChecksumMismatch => HealthAction.Stop,
            _ => PartitionEntry(healthEvent).Action,
        },
    };

    private static HealthActionRecord PartitionEntry(HealthEvent healthEvent) => new()
    {
        Flags = HealthFlags.Log,
        Action = healthEvent switch
        {
            HealthEvent.None or HealthEvent.WindowOverrun or HealthEvent.DeadlineMissed or HealthEvent.ApplicationError => HealthAction.Ignore,
            HealthEvent.HostException or HealthEvent.MachineCheck or HealthEvent.NonMaskableInterrupt => HealthAction.Ignore,
            _ => HealthAction.Idle,
        },
    };
}
