// What becomes of requests for modes and of questions about them, as the documentation has it.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>Foresees the answers, and does what was asked for.</summary>
internal static class ModeRules
{
    /// <summary>
    /// <paramref name="run"/> ended with <paramref name="request"/>. True if its guest goes on, which then finds
    /// <see cref="ExpectedVcpu.Call"/>.
    /// </summary>
    public static bool Ask(ExpectedSystem system, GuestRun run, ModeRequest request, ulong now)
    {
        int own = system.PartitionOf(run.Vcpu);
        int target = Target(own, request.Id);
        ReturnCode code = Foresee(system, own, target, request.Mode, now, run.Cpu);
        system.Vcpus[run.Vcpu].Call = new PendingAnswer(run, code, null);
        if (code != ReturnCode.NoError)
        {
            return true;
        }

        PartitionMode mode = (PartitionMode)request.Mode;
        switch (mode)
        {
            case PartitionMode.Normal:
                system.Partitions[target].BeNormal(now, run.Cpu);
                return true;
            case PartitionMode.Idle:
                system.Idle(target, now, run.Cpu);
                break;
            default:
                system.Start(target, mode, StartCondition.PartitionRestart, HealthEvent.None, now, run.Cpu);
                break;
        }

        return target != own;
    }

    /// <summary><paramref name="run"/> ended with <paramref name="request"/>.</summary>
    public static void Ask(ExpectedSystem system, GuestRun run, StatusRequest request, ulong now)
    {
        int own = system.PartitionOf(run.Vcpu);
        int target = Target(own, request.Id);
        bool mayAsk = target == own || system.Life.System.Plan.AreSystem[own];
        ReturnCode code = !mayAsk ? ReturnCode.InvalidConfiguration
            : target < system.Partitions.Length ? ReturnCode.NoError
            : ReturnCode.InvalidParameter;
        ulong? status = null;
        if (code == ReturnCode.NoError)
        {
            ExpectedPartition partition = system.Partitions[target];
            status = IsSettled(system, partition, now) || target == own ? partition.Status : null;
        }

        system.Vcpus[run.Vcpu].Call = new PendingAnswer(run, code, status);
    }

    private static ReturnCode Foresee(ExpectedSystem system, int own, int target, ulong mode, ulong now, int cpu)
    {
        if (mode > (ulong)PartitionMode.Normal)
        {
            return ReturnCode.InvalidParameter;
        }

        if (target != own && !system.Life.System.Plan.AreSystem[own])
        {
            return ReturnCode.InvalidConfiguration;
        }

        if (target >= system.Partitions.Length)
        {
            return ReturnCode.InvalidParameter;
        }

        if (target != own && mode == (ulong)PartitionMode.Normal)
        {
            return ReturnCode.InvalidMode;
        }

        ExpectedPartition partition = system.Partitions[target];
        system.IsUndecided |= partition.Load == LoadState.Unclear
            || (target != own && !IsSettled(system, partition, now) && partition.Changed.Cpu != cpu)
            || system.IsRace(partition.Answered, cpu, now);
        return (partition.Mode, (PartitionMode)mode) switch
        {
            (PartitionMode.ColdStart, PartitionMode.WarmStart) => ReturnCode.InvalidMode,
            (PartitionMode.Normal, PartitionMode.Normal) or (PartitionMode.Idle, PartitionMode.Idle) => ReturnCode.NoAction,

            // While memory is filled nobody changes what for.
            _ => partition.Load == LoadState.Waits ? ReturnCode.NotAvailable : ReturnCode.NoError,
        };
    }

    // A mismatch is found a while before the moment that it is noted at.
    private static bool IsSettled(ExpectedSystem system, ExpectedPartition partition, ulong now) =>
        partition.Changed.Tsc == 0 || partition.Changed.Tsc + system.Life.Bound < now;

    private static int Target(int own, ulong id) => id == 0 ? own : (int)id - 1;
}
