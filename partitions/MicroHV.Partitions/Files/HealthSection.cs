// What [partition.health] says.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A health table: what is done about each event of a partition.</summary>
[Section("health")]
public class HealthSection : Section
{
    /// <summary>It touched guest-physical memory that it does not have, or against its rights.</summary>
    [Table("memory-violation", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection MemoryViolation { get; init; } = new();

    /// <summary>It asked for something that no plan can allow: an instruction, a task switch, an unknown exit.</summary>
    [Table("illegal-request", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection IllegalRequest { get; init; } = new();

    /// <summary>It used an I/O port that the plan does not grant.</summary>
    [Table("port-violation", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection PortViolation { get; init; } = new();

    /// <summary>It met an exception that it could not deliver: a triple fault.</summary>
    [Table("unexpected-trap", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection UnexpectedTrap { get; init; } = new();

    /// <summary>It halted with interrupts off and nothing can wake it.</summary>
    [Table("dead-vcpu", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection DeadVcpu { get; init; } = new();

    /// <summary>The processor refused to enter it.</summary>
    [Table("entry-failed", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection EntryFailed { get; init; } = new();

    /// <summary>It did not kick its <c>watchdog</c> in time.</summary>
    [Table("watchdog", typeof(HealthActionSection), Absent = "`\"idle\"`")]
    public HealthActionSection Watchdog { get; init; } = new();

    /// <summary>It had the CPU beyond the end of its window for longer than <c>overrun-tolerance</c>.</summary>
    [Table("window-overrun", typeof(HealthActionSection), Absent = "`\"log\"`")]
    public HealthActionSection WindowOverrun { get; init; } = new();

    /// <summary>It missed a deadline, as it says itself.</summary>
    [Table("deadline-missed", typeof(HealthActionSection), Absent = "`\"log\"`")]
    public HealthActionSection DeadlineMissed { get; init; } = new();

    /// <summary>It found an error of its own, as it says itself.</summary>
    [Table("application-error", typeof(HealthActionSection), Absent = "`\"log\"`")]
    public HealthActionSection ApplicationError { get; init; } = new();

    /// <summary>Its golden copy, or for the module what is never written, is not what it was when the plan was made.</summary>
    [Table("checksum-mismatch", typeof(HealthActionSection), Absent = "`\"idle\"`; for the module `\"stop\"`")]
    public HealthActionSection ChecksumMismatch { get; init; } = new();

    /// <summary>The entry of <paramref name="healthEvent"/>; null if this table has none.</summary>
    public virtual HealthActionSection? EntryOf(HealthEvent healthEvent) => healthEvent switch
    {
        HealthEvent.MemoryViolation => MemoryViolation,
        HealthEvent.IllegalRequest => IllegalRequest,
        HealthEvent.PortViolation => PortViolation,
        HealthEvent.UnexpectedTrap => UnexpectedTrap,
        HealthEvent.DeadVcpu => DeadVcpu,
        HealthEvent.EntryFailed => EntryFailed,
        HealthEvent.Watchdog => Watchdog,
        HealthEvent.WindowOverrun => WindowOverrun,
        HealthEvent.DeadlineMissed => DeadlineMissed,
        HealthEvent.ApplicationError => ApplicationError,
        HealthEvent.ChecksumMismatch => ChecksumMismatch,
        _ => null,
    };
}
