// Which actions an event may have: what no plan can ask for.
namespace MicroHV.Kernel.Config;

using MicroHV.Kernel.Abi;

/// <summary>One set of actions for each event, and for each of the two tables that may answer it.</summary>
public static class AllowedActions
{
    private const uint RunOn = 1u << (int)HealthAction.Ignore;
    private const uint Propagate = 1u << (int)HealthAction.Propagate;
    private const uint Restart = (1u << (int)HealthAction.WarmStart) | (1u << (int)HealthAction.ColdStart);
    private const uint Leave = (1u << (int)HealthAction.Idle) | (1u << (int)HealthAction.SwitchSchedule);
    private const uint End = (1u << (int)HealthAction.Stop) | (1u << (int)HealthAction.Reset);

    /// <summary>The actions that may answer <paramref name="healthEvent"/> of a partition, a bit for each; 0 if it has no such event.</summary>
    public static uint OfPartition(HealthEvent healthEvent) => healthEvent switch
    {
        // The guest cannot go on behind what it cannot do, but it may be told.
        HealthEvent.MemoryViolation or HealthEvent.IllegalRequest or HealthEvent.PortViolation => Propagate | Leave | Restart | End,
        HealthEvent.UnexpectedTrap or HealthEvent.DeadVcpu or HealthEvent.EntryFailed => Leave | Restart | End,
        HealthEvent.Watchdog or HealthEvent.WindowOverrun or HealthEvent.DeadlineMissed or HealthEvent.ApplicationError =>
            RunOn | Leave | Restart | End,

        // Starting again is what has just failed.
        HealthEvent.ChecksumMismatch or HealthEvent.RestartBudgetExhausted => Leave | End,
        _ => 0,
    };

    /// <summary>The actions that the module's own table may have for <paramref name="healthEvent"/>, a bit for each.</summary>
    public static uint OfModule(HealthEvent healthEvent) => healthEvent switch
    {
        HealthEvent.HostException or HealthEvent.MachineCheck => End,
        HealthEvent.NonMaskableInterrupt => RunOn | End,

        // Of the kernel's own tables, there is no partition to leave.
        HealthEvent.ChecksumMismatch => End,
        _ => OfPartition(healthEvent),
    };
}
