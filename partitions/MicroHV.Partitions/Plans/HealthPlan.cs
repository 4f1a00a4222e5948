// The health tables of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>A health table, with an entry for every event that it can answer.</summary>
/// <param name="Place">Where it is written; of a table that nobody wrote, where it could be.</param>
/// <param name="Entries">The entries, ascending by event.</param>
public sealed record HealthPlan(Place Place, IReadOnlyList<HealthEntryPlan> Entries)
{
    /// <summary>The entry of an event; null if the table does not answer it.</summary>
    public HealthEntryPlan? EntryOf(HealthEvent healthEvent) =>
        Entries.FirstOrDefault(entry => entry.Event == healthEvent);
}

/// <summary>What a health table says of one event.</summary>
/// <param name="Place">Where it is written; of an entry that nobody wrote, where its table is.</param>
/// <param name="Event">The event.</param>
/// <param name="Level">Whose table answers. In the module's table: the module's.</param>
/// <param name="Action">What is done, if this table answers.</param>
/// <param name="IsLogged">Whether a record is written, if this table answers.</param>
/// <param name="Schedule">The schedule that follows, if one is named.</param>
/// <param name="Written">What its author wrote.</param>
public sealed record HealthEntryPlan(
    Place Place,
    HealthEvent Event,
    HealthLevel Level,
    HealthAction Action,
    bool IsLogged,
    NamedSchedule? Schedule,
    HealthActionSection Written)
{
    /// <summary>Whether the partition starts again.</summary>
    public bool Restarts => Action is HealthAction.WarmStart or HealthAction.ColdStart;

    /// <summary>Whether somebody wrote the entry.</summary>
    public bool IsWritten => Written.Action is not null || Written.Level is not null;

    /// <summary>The action as a description has it.</summary>
    public string Word => HealthWords.Of(Action, IsLogged);
}

/// <summary>A schedule as a health table names it.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Place">Where the name is written.</param>
/// <param name="Index">Number of the schedule, or null if nobody has the name.</param>
public readonly record struct NamedSchedule(string Name, Place Place, int? Index);

/// <summary>How often a partition is started again.</summary>
/// <param name="Place">Where it is written; of what nobody wrote, where the partition is.</param>
/// <param name="IsWritten">Whether somebody wrote it.</param>
/// <param name="Budget">Starts within any time of <paramref name="Period"/>.</param>
/// <param name="Period">That time in nanoseconds.</param>
public sealed record RestartsPlan(Place Place, bool IsWritten, Written<ulong> Budget, Written<ulong> Period)
{
    /// <summary>Longest time that a budget can be for: one hour.</summary>
    public const ulong MaxPeriodNanoseconds = 3_600_000_000_000;
}

/// <summary>What a change of the schedule does to a partition.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Whom it is done to.</param>
/// <param name="Action">What is done.</param>
public sealed record ChangePlan(Place Place, NamedPartition Partition, ScheduleChangeAction Action);
