// What must be known to read a trace, beside its records.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The system that was traced, and the machine's clock. Records name virtual CPUs, partitions and schedules by their indexes.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Machine">The machine in a phrase.</param>
/// <param name="TscHertz">Ticks of the TSC in a second.</param>
/// <param name="EpochTsc">TSC at the start of major frame 0: module time 0.</param>
/// <param name="CpuCount">CPUs of the plan.</param>
/// <param name="PagesPerCpu">Pages of 4 KiB that each CPU had for its records.</param>
/// <param name="Partitions">Names of the partitions.</param>
/// <param name="Vcpus">The virtual CPUs.</param>
/// <param name="Schedules">The schedules.</param>
/// <param name="InitialSchedule">Index of the schedule that runs from the start.</param>
public sealed record TraceDescription(
    string System,
    string Machine,
    ulong TscHertz,
    ulong EpochTsc,
    int CpuCount,
    int PagesPerCpu,
    IReadOnlyList<string> Partitions,
    IReadOnlyList<TracedVcpu> Vcpus,
    IReadOnlyList<TracedSchedule> Schedules,
    int InitialSchedule)
{
    /// <summary>The partition of a virtual CPU; null for an index that there is none of.</summary>
    /// <param name="vcpu">Index of the virtual CPU.</param>
    public int? PartitionOf(int vcpu) => vcpu < Vcpus.Count ? Vcpus[vcpu].Partition : null;

    /// <summary>The partition that a record is about; null if it is about none.</summary>
    /// <param name="record">The record.</param>
    public int? PartitionOf(in TraceRecord record)
    {
        if (record.Kind == TraceKind.Mode)
        {
            return record.Subject < Partitions.Count ? record.Subject : null;
        }

        return PartitionOf(record.Subject);
    }

    /// <summary>What a virtual CPU is called: its partition's name, and its number where the partition has several.</summary>
    /// <param name="vcpu">Index of the virtual CPU.</param>
    public string NameOf(int vcpu)
    {
        if (vcpu >= Vcpus.Count)
        {
            return $"vCPU {vcpu}";
        }

        TracedVcpu one = Vcpus[vcpu];
        bool isOnly = Vcpus.Count(other => other.Partition == one.Partition) == 1;
        return isOnly ? Partitions[one.Partition] : $"{Partitions[one.Partition]}:{one.Number}";
    }

    /// <summary>Module time of a TSC value in nanoseconds; negative before major frame 0.</summary>
    /// <param name="tsc">The TSC value.</param>
    public long NanosecondsAt(ulong tsc) => tsc >= EpochTsc ? Nanoseconds(tsc - EpochTsc) : -Nanoseconds(EpochTsc - tsc);

    /// <summary>A number of ticks in nanoseconds, rounded down.</summary>
    /// <param name="ticks">The ticks.</param>
    public long Nanoseconds(ulong ticks) => (long)((UInt128)ticks * 1_000_000_000 / TscHertz);
}

/// <summary>A virtual CPU of a traced system.</summary>
/// <param name="Partition">Index of its partition.</param>
/// <param name="Number">Its number within the partition.</param>
public sealed record TracedVcpu(int Partition, int Number);

/// <summary>A schedule of a traced system.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MajorFrameNanoseconds">Length of its major frame.</param>
/// <param name="Windows">Its windows, those of CPU 0 first, each CPU's in the order of their starts.</param>
public sealed record TracedSchedule(string Name, ulong MajorFrameNanoseconds, IReadOnlyList<TracedWindow> Windows);

/// <summary>A planned window.</summary>
/// <param name="Cpu">Index of its CPU.</param>
/// <param name="Vcpu">Index of the virtual CPU that has it.</param>
/// <param name="StartNanoseconds">Its start after the start of the frame.</param>
/// <param name="DurationNanoseconds">Its length.</param>
public sealed record TracedWindow(int Cpu, int Vcpu, ulong StartNanoseconds, ulong DurationNanoseconds);
