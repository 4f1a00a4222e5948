// What is done about an event of which nobody says anything.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Plans;

/// <summary>
/// The actions that keep others from harm: who did wrong ends, who says something of itself is heard, and a kernel that cannot
/// trust itself stops. All of them are logged.
/// </summary>
public static class HealthDefaults
{
    /// <summary>The action.</summary>
    /// <param name="healthEvent">The event.</param>
    /// <param name="isModule">Whether the module's table answers it.</param>
    public static HealthAction Of(HealthEvent healthEvent, bool isModule) => healthEvent switch
    {
        HealthEvent.WindowOverrun or HealthEvent.DeadlineMissed or HealthEvent.ApplicationError
            or HealthEvent.NonMaskableInterrupt => HealthAction.Ignore,
        HealthEvent.HostException or HealthEvent.MachineCheck => HealthAction.Stop,
        HealthEvent.ChecksumMismatch when isModule => HealthAction.Stop,
        _ => HealthAction.Idle,
    };
}
