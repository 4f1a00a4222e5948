// What [health] says.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The module's health table: its own events, and those that partitions leave to it.</summary>
[Section("[health]")]
public sealed class ModuleHealthSection : HealthSection
{
    /// <summary>
    /// How long a partition may have the CPU beyond the end of its window, less than the shortest window; more is an event
    /// <c>window-overrun</c>.
    /// </summary>
    [Time("overrun-tolerance", Absent = "any time")]
    public Written<ulong>? OverrunTolerance { get; init; }

    /// <summary>A device that resets the machine if the kernel, or one of its CPUs, hangs.</summary>
    [Table("hardware-watchdog", typeof(HardwareWatchdogSection), Absent = "none")]
    public HardwareWatchdogSection HardwareWatchdog { get; init; } = new();

    /// <summary>The kernel met an exception.</summary>
    [Table("host-exception", typeof(HealthActionSection), Absent = "`\"stop\"`")]
    public HealthActionSection HostException { get; init; } = new();

    /// <summary>The processor reported broken hardware.</summary>
    [Table("machine-check", typeof(HealthActionSection), Absent = "`\"stop\"`")]
    public HealthActionSection MachineCheck { get; init; } = new();

    /// <summary>A non-maskable interrupt came.</summary>
    [Table("non-maskable-interrupt", typeof(HealthActionSection), Absent = "`\"log\"`")]
    public HealthActionSection NonMaskableInterrupt { get; init; } = new();

    /// <summary>A partition that leaves this to the module has no start left in its <c>restarts</c>.</summary>
    [Table("restart-budget-exhausted", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection RestartBudgetExhausted { get; init; } = new();

    /// <inheritdoc/>
    public override HealthActionSection? EntryOf(HealthEvent healthEvent) => healthEvent switch
    {
        HealthEvent.HostException => HostException,
        HealthEvent.MachineCheck => MachineCheck,
        HealthEvent.NonMaskableInterrupt => NonMaskableInterrupt,
        HealthEvent.RestartBudgetExhausted => RestartBudgetExhausted,
        _ => base.EntryOf(healthEvent),
    };
}
