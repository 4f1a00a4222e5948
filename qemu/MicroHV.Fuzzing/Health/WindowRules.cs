// What happens when a window begins, as the documentation of health has it.
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>Changes what is expected of a system by the windows that begin.</summary>
/// <param name="system">The system.</param>
/// <param name="windows">Its windows.</param>
internal sealed class WindowRules(ExpectedSystem system, WindowQueue windows)
{
    /// <summary>The way from one window to the next: a change of the schedule, the watchdog, NMIs; then the partition's start.</summary>
    public void Begin(WindowBegin begin)
    {
        PlanSegment segment = begin.Segment;
        if (begin.Frame == system.Life.System.Plan.FrameLimit)
        {
            // The kernel ends while this window is being begun: who bites then may be heard, or not.
            system.IsUndecided |= begin.IsFirst && Bites(segment.Owner);
            return;
        }

        // A gap that an exit has outlasted is one that the kernel never sees.
        system.IsUndecided |= system.Nmis[begin.Cpu] != 0 && begin.Tsc < segment.End && begin.Tsc + system.Life.Bound >= segment.End;
        if (begin.Tsc >= segment.End)
        {
            return;
        }

        if (segment.Owner != CasePlan.Nobody)
        {
            int index = system.PartitionOf((uint)segment.Owner);
            ChangeSchedule(begin, index);
            bool bites = Bites(segment.Owner);
            if (IsWatched(segment.Owner))
            {
                // An event counts as a kick.
                ExpectedPartition partition = system.Partitions[index];
                partition.WindowsLeft = bites ? system.Life.System.Watchdogs[index] : partition.WindowsLeft - 1;
            }

            if (bites)
            {
                system.LastDeeds[begin.Cpu] = begin.Tsc;
                _ = EventRules.Answer(system, index, HealthEvent.Watchdog, begin.Tsc, begin.Cpu);
            }
        }

        if (!system.IsOver && system.Nmis[begin.Cpu] != 0)
        {
            system.LastDeeds[begin.Cpu] = begin.Tsc;
            EventRules.AnswerNmis(system, begin.Tsc, begin.Cpu);
        }

        system.Segments[begin.Cpu] = segment;
        if (!system.IsOver && segment.Owner != CasePlan.Nobody)
        {
            Load(begin, system.PartitionOf((uint)segment.Owner));
        }
    }

    /// <summary>True if as many windows as the plan says have passed without a kick, and one of <paramref name="vcpu"/> begins.</summary>
    public bool Bites(int vcpu) => IsWatched(vcpu) && system.Partitions[system.PartitionOf((uint)vcpu)].WindowsLeft == 0;

    // Whoever starts has its memory filled now, if its first virtual CPU has the window.
    private void Load(WindowBegin begin, int index)
    {
        ExpectedPartition partition = system.Partitions[index];
        if (system.Life.System.FirstVcpuOf(index) != begin.Segment.Owner || partition.Load == LoadState.Done)
        {
            return;
        }

        partition.Load = LoadState.Waits;
        if (system.IsRace(partition.Changed, begin.Cpu, begin.Tsc))
        {
            // This CPU may have seen nobody here, and then it sleeps until the window ends.
            system.LeaveLoadUnclear(index);
        }
        else
        {
            system.EndLoad(index, begin.Tsc);
        }
    }

    private void ChangeSchedule(WindowBegin begin, int index)
    {
        ExpectedPartition partition = system.Partitions[index];
        if (partition.Era == begin.Era)
        {
            return;
        }

        partition.Era = begin.Era;
        ScheduleChangeAction action = system.Life.System.Changes[begin.Schedule][index];
        if (action == ScheduleChangeAction.Ignore)
        {
            return;
        }

        system.IsUndecided |= system.IsRace(partition.Changed, begin.Cpu, begin.Tsc) || partition.Load == LoadState.Unclear;
        if (partition.Load == LoadState.Done)
        {
            PartitionMode mode = action == ScheduleChangeAction.ColdStart ? PartitionMode.ColdStart : PartitionMode.WarmStart;
            bool isEither = windows.Waiting.Any(other => other.Cpu != begin.Cpu
                && other.Tsc <= begin.Tsc + system.Life.Bound
                && other.Segment.Owner != CasePlan.Nobody
                && system.PartitionOf((uint)other.Segment.Owner) == index);
            system.LastDeeds[begin.Cpu] = begin.Tsc;
            system.Start(
                index, mode, StartCondition.ModuleRestart, HealthEvent.None, begin.Tsc, isEither ? ExpectedSystem.AnyCpu : begin.Cpu);
        }
    }

    private bool IsWatched(int vcpu)
    {
        if (vcpu == CasePlan.Nobody || !system.IsAlive(vcpu))
        {
            return false;
        }

        int index = system.PartitionOf((uint)vcpu);
        return system.Life.System.FirstVcpuOf(index) == vcpu && system.Life.System.Watchdogs[index] != 0;
    }
}
