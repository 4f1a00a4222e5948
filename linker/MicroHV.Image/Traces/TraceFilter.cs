// Which records a person wants to see.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>Conditions on records; those that are null or empty let everything through.</summary>
internal sealed record TraceFilter
{
    /// <summary>Indexes of CPUs.</summary>
    public IReadOnlyList<int> Cpus { get; init; } = [];

    /// <summary>Names of partitions.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>Kinds.</summary>
    public IReadOnlyList<TraceKind> Kinds { get; init; } = [];

    /// <summary>First nanosecond of module time.</summary>
    public ulong? FromNanoseconds { get; init; }

    /// <summary>First nanosecond of module time that is left out.</summary>
    public ulong? ToNanoseconds { get; init; }

    /// <summary>The trace with those records alone; losses of other CPUs and times are left out too.</summary>
    /// <param name="trace">The trace.</param>
    /// <exception cref="InvalidDataException">The trace has no such CPU or partition.</exception>
    public Trace Apply(Trace trace)
    {
        TraceDescription description = trace.Description;
        foreach (int cpu in Cpus.Where(cpu => cpu >= description.CpuCount))
        {
            throw new InvalidDataException($"the trace has no CPU {cpu}; it has 0 to {description.CpuCount - 1}");
        }

        foreach (string name in Partitions.Where(name => !description.Partitions.Contains(name)))
        {
            throw new InvalidDataException(
                $"the trace has no partition '{name}'; it has {string.Join(", ", description.Partitions)}");
        }

        return trace with
        {
            Events = [.. trace.Events.Where(item => IsWanted(item, description))],
            Losses = [.. trace.Losses.Where(loss => IsOfCpu(loss.Cpu) && IsInTime(loss.EndTsc, description))],
        };
    }

    private bool IsWanted(TraceEvent item, TraceDescription description) =>
        IsOfCpu(item.Cpu)
        && (Kinds.Count == 0 || Kinds.Contains(item.Kind))
        && IsInTime(item.Tsc, description)
        && (Partitions.Count == 0
            || (description.PartitionOf(item.Record) is int partition && Partitions.Contains(description.Partitions[partition])));

    private bool IsOfCpu(int cpu) => Cpus.Count == 0 || Cpus.Contains(cpu);

    private bool IsInTime(ulong tsc, TraceDescription description)
    {
        long time = description.NanosecondsAt(tsc);
        return (FromNanoseconds is not ulong from || time >= (long)from) && (ToNanoseconds is not ulong to || time < (long)to);
    }
}
