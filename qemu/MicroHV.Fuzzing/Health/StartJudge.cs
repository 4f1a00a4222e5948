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
    public static void Judge(ExpectedSystem system, ulong end)
    {
        HealthLife life = system.Life;
        for (int vcpu = 0; vcpu < system.Vcpus.Length; vcpu++)
        {
            PlanSegment[] windows =
            [
                .. system.Timeline.Segments(life.System.Plan.Vcpus[vcpu].Cpu, end).Where(segment => segment.Owner == vcpu),
            ];
            GuestRun[] runs = [.. life.Runs.Where(run => run.Vcpu == (uint)vcpu && !run.IsNothing)];
            foreach (GuestRun run in runs)
            {
                bool isOwn = windows.Any(window => run.Start >= window.Start && run.Start < window.End && run.End <= window.End + life.Bound);
                Demand(isOwn || run.Start + life.Bound >= end, vcpu, $"runs from {run.Start} to {run.End}, outside of its windows");
            }

            JudgeStarts(system, vcpu, windows, runs, end);
            JudgeEnds(system, vcpu, windows, runs, end);
            int number = life.PartitionOf((uint)vcpu);
            ExpectedPartition partition = system.Partitions[number];
            bool isFirst = life.System.FirstVcpuOf(number) == vcpu;
            int since = windows.Count(window => window.Start > partition.Changed.Tsc && window.End < end);
            Demand(!isFirst || !partition.IsStarting || since < WindowsOfStart, vcpu, $"has not begun again since {partition.Changed.Tsc}");
        }
    }

    // A window without a run at its start is one in which the partition was idle, or was being started; only an exit that kept the
    // kernel makes it late.
    private static void JudgeStarts(ExpectedSystem system, int vcpu, PlanSegment[] windows, GuestRun[] runs, ulong end)
    {
        HealthLife life = system.Life;
        int cpu = life.System.Plan.Vcpus[vcpu].Cpu;
        foreach (PlanSegment window in windows)
        {
            ulong begin = life.Runs
                .Where(run => run.Cpu == cpu && run.Start < window.Start)
                .Select(PlanLife.DoneAt)
                .Append(window.Start)
                .Max() + life.Bound;
            bool isOnTime = runs.Any(run => run.Start >= window.Start && run.Start <= begin);
            Demand(
                isOnTime || begin >= end || !system.Vcpus[vcpu].IsUp(window.Start, begin),
                vcpu,
                $"has a window from {window.Start} on, and lives, and does not run then");
        }
    }

    // What stops a guest without an exit of its own is the end of its window, of its life by another CPU, or of everything.
    private static void JudgeEnds(ExpectedSystem system, int vcpu, PlanSegment[] windows, GuestRun[] runs, ulong end)
    {
        ulong bound = system.Life.Bound;
        foreach (GuestRun run in runs.Where(run => run.Step is null && !run.IsRefused))
        {
            bool isAtEnd = run.End + bound >= end
                || windows.Any(window => run.Start < window.End && run.End + bound >= window.End)
                || system.Vcpus[vcpu].HasEnded(run.End - bound, run.End);
            Demand(isAtEnd, vcpu, $"is interrupted at {run.End}, within its window");
        }
    }

    private static void Demand(bool holds, int vcpu, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"virtual CPU {vcpu} {otherwise}");
        }
    }
}
