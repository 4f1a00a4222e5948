// A plan by chance: who runs when, on which CPU.
using MicroHV.Fuzzing.Boots;

namespace MicroHV.Fuzzing.Plans;

/// <summary>A window, in nanoseconds after the start of the frame.</summary>
internal readonly record struct CaseWindow(ulong Start, ulong End, int Vcpu);

/// <summary>What a schedule has for one CPU: windows that follow each other, and who gets what they leave.</summary>
/// <param name="Windows">The windows in their order.</param>
/// <param name="Background">Number of the virtual CPU in the background, or <see cref="CasePlan.Nobody"/>.</param>
internal sealed record CaseShare(IReadOnlyList<CaseWindow> Windows, int Background);

/// <summary>A schedule.</summary>
/// <param name="MajorFrame">Length of its frame in nanoseconds.</param>
/// <param name="Shares">What it has for each CPU.</param>
internal sealed record CaseSchedule(ulong MajorFrame, IReadOnlyList<CaseShare> Shares);

/// <summary>A virtual CPU: its partition, and the CPU that runs it.</summary>
internal readonly record struct CaseVcpu(int Partition, int Cpu);

/// <summary>Everything that the plan says of time.</summary>
internal sealed record CasePlan
{
    /// <summary>The number of no virtual CPU.</summary>
    public const int Nobody = -1;

    /// <summary>Most CPUs.</summary>
    public const int MaxCpus = 4;

    /// <summary>Most virtual CPUs, and most partitions.</summary>
    public const int MaxVcpus = 6;

    /// <summary>The processors.</summary>
    public required ProcessorKind Kind { get; init; }

    /// <summary>Number of CPUs.</summary>
    public required int CpuCount { get; init; }

    /// <summary>The virtual CPUs; those of a partition lie side by side.</summary>
    public required IReadOnlyList<CaseVcpu> Vcpus { get; init; }

    /// <summary>Of each partition, whether it may choose the schedule.</summary>
    public required IReadOnlyList<bool> AreSystem { get; init; }

    /// <summary>The schedules; the first one is the first to run.</summary>
    public required IReadOnlyList<CaseSchedule> Schedules { get; init; }

    /// <summary>Frames after which the kernel stops.</summary>
    public required ulong FrameLimit { get; init; }

    /// <summary>True if it stops when all partitions are idle, too.</summary>
    public required bool StopsWhenAllIdle { get; init; }

    /// <summary>Number of partitions.</summary>
    public int PartitionCount => AreSystem.Count;
}
