// A system with nothing left implicit: every number that the blob will hold.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Plans;

/// <summary>The whole plan.</summary>
public sealed class SystemPlan
{
    /// <summary>Name of the system: the folder that its description lies in.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the description.</summary>
    public required string Path { get; init; }

    /// <summary>The machine.</summary>
    public required MachinePlan Machine { get; init; }

    /// <summary>The schedules in the order of the file, at least one.</summary>
    public required IReadOnlyList<SchedulePlan> Schedules { get; init; }

    /// <summary>The name of the first schedule to run as written; null if nobody wrote one.</summary>
    public required Written<string>? InitialScheduleName { get; init; }

    /// <summary>Number of the schedule that runs from the start.</summary>
    public int InitialSchedule =>
        InitialScheduleName is { } name ? Math.Max(0, Schedules.ToList().FindIndex(schedule => schedule.Name == name.Value)) : 0;

    /// <summary>The schedule that runs from the start.</summary>
    public SchedulePlan Schedule => Schedules[InitialSchedule];

    /// <summary>What is done about events of the module, and about those that partitions leave to it.</summary>
    public required HealthPlan Health { get; init; }

    /// <summary>How long a partition may have the CPU beyond the end of a window, in nanoseconds; null tolerates anything.</summary>
    public required Written<ulong>? OverrunTolerance { get; init; }

    /// <summary>What answers an event of a partition: an entry of its table, or of the module's; null if it has no such event.</summary>
    public HealthEntryPlan? AnswerTo(PartitionPlan partition, HealthEvent healthEvent) =>
        partition.Health.EntryOf(healthEvent) is { Level: HealthLevel.Module } left
            ? Health.EntryOf(left.Event)
            : partition.Health.EntryOf(healthEvent);

    /// <summary>What answers each event of a partition.</summary>
    public IEnumerable<HealthEntryPlan> AnswersTo(PartitionPlan partition) =>
        partition.Health.Entries.Select(entry => AnswerTo(partition, entry.Event)!);

    /// <summary>Whether and where the kernel writes down what happens.</summary>
    public required TracePlan Trace { get; init; }

    /// <summary>The errors that a good run shows, in the order of the file.</summary>
    public required IReadOnlyList<ExpectedErrorPlan> ExpectedErrors { get; init; }

    /// <summary>How often a good run starts partitions again, in the order of the file; no other partition is.</summary>
    public required IReadOnlyList<Written<NamedCount>> ExpectedRestarts { get; init; }

    /// <summary>The schedule that runs at the end of a good run, by its name as written; null if any may.</summary>
    public required Written<string>? ExpectedSchedule { get; init; }

    /// <summary>The most by which a window of a good run begins or ends late, in nanoseconds; null if that is not judged.</summary>
    public required Written<ulong>? WindowBound { get; init; }

    /// <summary>The device that resets a machine whose kernel hangs; null for none.</summary>
    public required HardwareWatchdogPlan? HardwareWatchdog { get; init; }

    /// <summary>How often the machine is reset in a good run.</summary>
    public required ulong ExpectedResets { get; init; }

    /// <summary>The partitions, numbered in this order.</summary>
    public required IReadOnlyList<PartitionPlan> Partitions { get; init; }

    /// <summary>Where the kernel, the blob and the pool lie.</summary>
    public KernelPlan Kernel { get; set; }

    /// <summary>All regions of all partitions, in the order of their records.</summary>
    public IEnumerable<RegionPlan> Regions => Partitions.SelectMany(partition => partition.Regions);

    /// <summary>
    /// RAM that the machine needs, in bytes, a multiple of 1 MiB: up to the end of what [machine] lists.
    /// </summary>
    public ulong MemorySizeBytes
    {
        get
        {
            const ulong Megabyte = 1UL << 20;
            ulong end = Machine.Memory.Select(memory => memory.Range.End).Append(Kernel.Memory.End).Max();
            return (end + Megabyte - 1) / Megabyte * Megabyte;
        }
    }
}
