// Holds the time of windows against the lives of partitions.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;

namespace MicroHV.Fuzzing.Health;

/// <summary>
/// Everybody runs in windows of their own, which nothing interrupts but their own exits; who lives has every window from its start,
/// whoever is started again meanwhile; and a start is done within two windows of the partition's own.
/// </summary>
internal static class StartJudge
{
    private const int WindowsOfStart = 2;

    /// <summary>Judges the windows up to <paramref name="end"/>.</summary>
    /// <exception cref="FindingException">A window was used by another, began late, or a start did not come.</exception>
    public static void Judge(HealthLife life, IReadOnlyList<ExpectedPartition> partitions, PlanTimeline timeline, ulong end)
    {
        for (int vcpu = 0; vcpu < life.System.Plan.Vcpus.Count; vcpu++)
        {
            PlanSegment[] windows = [.. timeline.Segments(life.System.Plan.Vcpus[vcpu].Cpu, end).Where(segment => segment.Owner == vcpu)];
            GuestRun[] runs = [.. life.Runs.Where(run => run.Vcpu == (uint)vcpu && (run.End > run.Start || run.Step is not null))];
            foreach (GuestRun run in runs)
            {
                bool isOwn = windows.Any(window => run.Start >= window.Start && run.Start < window.End && run.End <= window.End + life.Bound);
                Demand(isOwn || run.Start + life.Bound >= end, vcpu, $"runs from {run.Start} to {run.End}, outside of its windows");
            }

            JudgeStarts(life, vcpu, windows, runs);
            JudgeEnds(life, vcpu, windows, runs);
            int number = life.System.Plan.Vcpus[vcpu].Partition;
            ExpectedPartition partition = partitions[number];
            bool isFirst = vcpu == 0 || life.System.Plan.Vcpus[vcpu - 1].Partition != number;
            int since = windows.Count(window => window.Start > partition.Changed.Tsc && window.End < end);
            Demand(!isFirst || !partition.IsStarting || since < WindowsOfStart, vcpu, $"has not begun again since {partition.Changed.Tsc}");
        }
    }

    // A window without a run at its start is one in which the partition was idle, or was being started.
    private static void JudgeStarts(HealthLife life, int vcpu, PlanSegment[] windows, GuestRun[] runs)
    {
        foreach (PlanSegment window in windows)
        {
            GuestRun[] inside = [.. runs.Where(run => run.Start >= window.Start && run.Start < window.End)];
            bool isOnTime = inside.Length != 0 && inside[0].Start <= window.Start + life.Bound;
            bool mayBeLate = IsDown(life, vcpu, window, runs);
            Demand(isOnTime || mayBeLate, vcpu, $"has a window from {window.Start} on, and lives, and does not run then");
        }
    }

    // What stops a guest without an exit of its own is the end of its window, or of its life by another CPU.
    private static void JudgeEnds(HealthLife life, int vcpu, PlanSegment[] windows, GuestRun[] runs)
    {
        int partition = life.System.Plan.Vcpus[vcpu].Partition;
        foreach (GuestRun run in runs.Where(run => run.Step is null))
        {
            bool isAtEnd = windows.Any(window => run.Start < window.End && run.End + life.Bound >= window.End);
            bool isEnded = life.Runs.Any(other => other.Cpu != run.Cpu
                && other.End <= run.End
                && other.End + life.Bound >= run.End
                && other.Step is not null
                && life.System.Deeds.TryGetValue(other.Step, out Deed? deed)
                && MayEnd(deed, life.PartitionOf(other.Vcpu), partition));
            Demand(isAtEnd || isEnded, vcpu, $"is interrupted at {run.End}, within its window");
        }
    }

    // Something that may have ended its life happened since it ran last.
    private static bool IsDown(HealthLife life, int vcpu, PlanSegment window, GuestRun[] runs)
    {
        GuestRun? last = runs.LastOrDefault(run => run.Start < window.Start);
        int partition = life.System.Plan.Vcpus[vcpu].Partition;
        return life.Runs.Any(run => run.End + life.Bound >= (last?.End ?? 0)
            && run.End <= window.Start + life.Bound
            && run.Step is not null
            && life.System.Deeds.TryGetValue(run.Step, out Deed? deed)
            && MayEnd(deed, life.PartitionOf(run.Vcpu), partition));
    }

    private static bool MayEnd(Deed deed, int by, int partition) => deed switch
    {
        Offence or EndReport => by == partition,
        ModeRequest(var id, _) => id == (ulong)partition + 1 || (id == 0 && by == partition),
        _ => false,
    };

    private static void Demand(bool holds, int vcpu, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"virtual CPU {vcpu} {otherwise}");
        }
    }
}
