// A system with nothing left implicit: every number that the blob will hold.
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

    /// <summary>Whether and where the kernel writes down what happens.</summary>
    public required TracePlan Trace { get; init; }

    /// <summary>The errors that a good run shows, in the order of the file.</summary>
    public required IReadOnlyList<ExpectedErrorPlan> ExpectedErrors { get; init; }

    /// <summary>The most by which a window of a good run begins or ends late, in nanoseconds; null if that is not judged.</summary>
    public required Written<ulong>? WindowBound { get; init; }

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
