// The changes of partitions' modes: by the partition, by a system partition, by the health monitor.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>ARINC 653's table of transitions.</summary>
internal static class PartitionModes
{
    /// <summary>
    /// Does what <paramref name="vcpu"/> asks for with <see cref="Hypercall.SetPartitionMode"/>, whose arguments its handler has
    /// checked. True if its guest goes on, with the answer in RAX.
    /// </summary>
    internal static bool Set(ref PerCpu cpu, ref KernelState kernel, ref Vcpu vcpu, in Schedule schedule)
    {
        PartitionMode mode = (PartitionMode)vcpu.Registers.Rdi;
        uint partition = vcpu.Registers.Rsi == 0 ? vcpu.PartitionIndex : (uint)vcpu.Registers.Rsi - 1;
        PartitionLife life = kernel.Table.LifeOf(partition);
        bool isOwn = partition == vcpu.PartitionIndex;
        if (isOwn && !life.Holds(vcpu.Life))
        {
            return false;
        }

        ReturnCode code = Refusal(life.Mode, mode);
        if (code == ReturnCode.NoError)
        {
            bool isDone = mode == PartitionMode.Normal
                ? kernel.Table.TryBeNormal(partition, life)
                : kernel.Table.TryEnd(partition, life);
            code = isDone ? ReturnCode.NoError : ReturnCode.NotAvailable;
        }

        vcpu.Registers.Rax = (ulong)code;
        if (code != ReturnCode.NoError)
        {
            return true;
        }

        switch (mode)
        {
            case PartitionMode.Idle:
                Tell(ref kernel, partition, 0, in schedule);
                Idle(ref cpu, ref kernel, partition);
                break;
            case PartitionMode.ColdStart:
            case PartitionMode.WarmStart:
                Start(ref cpu, ref kernel, partition, mode, StartCondition.PartitionRestart, HealthEvent.None);
                break;
            case PartitionMode.Normal:
            default:
                TraceNotes.Mode(ref cpu, partition, mode);
                return true;
        }

        return !isOwn;
    }

    /// <summary>The partition of <paramref name="vcpu"/> reports its end.</summary>
    internal static void End(ref PerCpu cpu, ref KernelState kernel, ref Vcpu vcpu, in Schedule schedule)
    {
        PartitionLife life = kernel.Table.LifeOf(vcpu.PartitionIndex);
        if (life.Holds(vcpu.Life) && kernel.Table.TryEnd(vcpu.PartitionIndex, life))
        {
            Tell(ref kernel, vcpu.PartitionIndex, vcpu.ExitCode, in schedule);
            Idle(ref cpu, ref kernel, vcpu.PartitionIndex);
        }
    }

    /// <summary>
    /// Puts a partition whose life ends into mode Idle. Its other virtual CPUs may be running; if it was the last that was not
    /// idle, the kernel may stop.
    /// </summary>
    internal static void Idle(ref PerCpu cpu, ref KernelState kernel, uint partition)
    {
        TraceNotes.Mode(ref cpu, partition, PartitionMode.Idle);
        bool isLast = kernel.Table.Idle(partition);
        PartitionWake.WakeOthers(in kernel.Table, in kernel.Config, partition, cpu.CpuIndex);
        bool mayStop = (kernel.Config.Header.Options & SystemOptions.StopWhenAllIdle) != 0;
        if (isLast && mayStop)
        {
            Stop.Because(StopReason.AllPartitionsIdle, 0, 0);
        }
    }

    /// <summary>
    /// Begins the next life of a partition whose last one ends. Behind a golden copy that was wrong there is no memory to keep, and a
    /// warm start is a cold one.
    /// </summary>
    internal static void Start(
        ref PerCpu cpu, ref KernelState kernel, uint partition, PartitionMode mode, StartCondition condition, HealthEvent cause)
    {
        if (kernel.Table.Partition(partition).Load.Stage == LoadStage.Mismatch)
        {
            mode = PartitionMode.ColdStart;
        }

        TraceNotes.Mode(ref cpu, partition, mode);
        kernel.Table.Start(in kernel.Config, partition, mode, condition, cause, Cpu.ReadTsc());
        PartitionWake.WakeOthers(in kernel.Table, in kernel.Config, partition, cpu.CpuIndex);
    }

    // A partition that starts from its golden copy has no memory to keep yet.
    private static ReturnCode Refusal(PartitionMode from, PartitionMode to) => to switch
    {
        PartitionMode.WarmStart when from == PartitionMode.ColdStart => ReturnCode.InvalidMode,
        PartitionMode.Normal when from == PartitionMode.Normal => ReturnCode.NoAction,
        PartitionMode.Idle when from == PartitionMode.Idle => ReturnCode.NoAction,
        _ => ReturnCode.NoError,
    };

    private static void Tell(ref KernelState kernel, uint partition, ulong exitCode, in Schedule schedule)
    {
        ref PartitionConsole console = ref kernel.Table.Console(partition);
        if (!console.CanTell(PendingRecords.End))
        {
            return;
        }

        console.EndRecord.PartitionIndex = partition;
        console.EndRecord.Mode = PartitionMode.Idle;
        console.EndRecord.ExitCode = exitCode;
        console.EndRecord.Frame = schedule.Frames;
        console.EndRecord.Tsc = Cpu.ReadTsc();
        console.Tell(PendingRecords.End);
    }
}
