// The schedule of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>A cyclic schedule of all CPUs.</summary>
public sealed class SchedulePlan
{
    /// <summary>Length of the shortest window, in nanoseconds.</summary>
    public const ulong MinWindowNanoseconds = 50_000;

    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section was not read in full.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its name is written.</summary>
    public required Place NamePlace { get; init; }

    /// <summary>Length of the major frame in nanoseconds.</summary>
    public required ulong MajorFrameNanoseconds { get; init; }

    /// <summary>Where the major frame is written.</summary>
    public required Place MajorFramePlace { get; init; }

    /// <summary>The windows in the order of the file.</summary>
    public required IReadOnlyList<WindowPlan> Windows { get; init; }

    /// <summary>Who gets what is left of CPUs, in the order of the file.</summary>
    public required IReadOnlyList<BackgroundPlan> Background { get; init; }

    /// <summary>The partitions that do not run in it, in the order of the file.</summary>
    public required IReadOnlyList<NamedPartition> Absent { get; init; }

    /// <summary>The demands that the schedule itself writes, in the order of the file.</summary>
    public required IReadOnlyList<DemandPlan> OwnDemands { get; init; }

    /// <summary>Everything that partitions demand of it: what it writes itself, and what the others say of themselves.</summary>
    public required IReadOnlyList<DemandPlan> Demands { get; init; }

    /// <summary>What happens to partitions when it replaces another schedule, in the order of the file.</summary>
    public required IReadOnlyList<ChangePlan> Changes { get; init; }

    /// <summary>What happens to the partition with number <paramref name="partition"/> when it replaces another schedule.</summary>
    public ScheduleChangeAction ChangeOf(int partition) =>
        Changes.FirstOrDefault(change => change.Partition.Index == partition)?.Action ?? ScheduleChangeAction.Ignore;

    /// <summary>Whether it says that the partition with number <paramref name="partition"/> is absent.</summary>
    public bool IsAbsent(int? partition) => Absent.Any(absent => absent.Index == partition);

    /// <summary>Whether <paramref name="partition"/> has a window or background time in it.</summary>
    public bool Serves(PartitionPlan partition) =>
        Windows.Any(window => window.Partition.Index == partition.Index)
        || Background.Any(background => background.Partition.Index == partition.Index);

    /// <summary>What the partition with number <paramref name="partition"/> demands of it; null if that is nothing.</summary>
    public DemandPlan? DemandOf(int? partition) => Demands.FirstOrDefault(demand => demand.Partition.Index == partition);

    /// <summary>The period of the partition that has <paramref name="window"/>; without a demand, the major frame.</summary>
    public ulong PeriodOf(WindowPlan window) =>
        DemandOf(window.Partition.Index)?.Period.Value is ulong period and not 0 ? period : MajorFrameNanoseconds;

    /// <summary>What its record says of <paramref name="window"/>.</summary>
    public WindowFlags FlagsOf(WindowPlan window) =>
        BeginsPeriod(window) ? WindowFlags.PeriodicStart : WindowFlags.None;

    /// <summary>Whether <paramref name="window"/> is the first one of its virtual CPU that begins in a period.</summary>
    public bool BeginsPeriod(WindowPlan window)
    {
        ulong period = Math.Max(1, PeriodOf(window));
        ulong start = window.StartNanoseconds / period * period;
        return !Windows.Any(other =>
            (other.Partition.Index, other.Vcpu.Value) == (window.Partition.Index, window.Vcpu.Value)
            && other.StartNanoseconds >= start && other.StartNanoseconds < window.StartNanoseconds);
    }
}

/// <summary>A partition as a schedule names it.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Place">Where the name is written.</param>
/// <param name="Index">Number of the partition, or null if nobody has the name.</param>
public readonly record struct NamedPartition(string Name, Place Place, int? Index);

/// <summary>A window.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Whose it is.</param>
/// <param name="StartNanoseconds">Start in the major frame.</param>
/// <param name="DurationNanoseconds">Length.</param>
/// <param name="DurationPlace">Where the length is written.</param>
/// <param name="Cpu">Number of the CPU that the window is on.</param>
/// <param name="Vcpu">Number of the partition's virtual CPU that has it.</param>
/// <param name="IsSaidToBeginPeriod">Whether its author says that a period begins with it.</param>
public sealed record WindowPlan(
    Place Place,
    NamedPartition Partition,
    ulong StartNanoseconds,
    ulong DurationNanoseconds,
    Place DurationPlace,
    Written<ulong> Cpu,
    Written<ulong> Vcpu,
    bool IsSaidToBeginPeriod)
{
    /// <summary>The first nanosecond behind the window.</summary>
    public ulong EndNanoseconds => new AddressRange(StartNanoseconds, DurationNanoseconds).End;
}

/// <summary>Who gets what a schedule leaves of a CPU.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Whose it is.</param>
/// <param name="Cpu">Number of the CPU.</param>
/// <param name="Vcpu">Number of the partition's virtual CPU that gets it.</param>
public sealed record BackgroundPlan(Place Place, NamedPartition Partition, Written<ulong> Cpu, Written<ulong> Vcpu);

/// <summary>What a partition demands of a schedule, for each of its virtual CPUs.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Whose it is.</param>
/// <param name="Period">How often, in nanoseconds.</param>
/// <param name="Duration">How much in every period, in nanoseconds.</param>
public sealed record DemandPlan(Place Place, NamedPartition Partition, Written<ulong> Period, Written<ulong> Duration);
