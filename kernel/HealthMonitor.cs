// What is done about an event: the plan's table is asked, the log is written, and the partition's life ends or goes on.
namespace MicroHV.Kernel.Root;

using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>The health monitor of ARINC 653, for the levels of the partition and of the module.</summary>
internal static unsafe class HealthMonitor
{
    /// <summary>
    /// Answers <see cref="Vcpu.Error"/> of <paramref name="vcpu"/>, whose guest stopped with <paramref name="exit"/>. True if it goes
    /// on.
    /// </summary>
    internal static bool AnswerExit<TBackend>(
        ref PerCpu cpu, ref Vcpu vcpu, in Schedule schedule, ref KernelState kernel, in VmExit exit)
        where TBackend : struct, IBackend
    {
        uint partition = vcpu.PartitionIndex;
        PartitionLife life = kernel.Table.LifeOf(partition);
        if (!life.Holds(vcpu.Life))
        {
            // Another CPU was first to end this life.
            return false;
        }

        TraceNotes.Error(ref cpu, in vcpu);
        ref readonly HealthActionRecord entry = ref kernel.Config.ActionFor(partition, vcpu.Error);
        HealthRecord record = default;
        Describe(ref record, ref vcpu);
        if (entry.Action == HealthAction.Ignore)
        {
            Log(ref cpu, ref kernel, in entry, ref record);
            TBackend.SkipInstruction(ref vcpu, in exit);
            return true;
        }

        if (entry.Action == HealthAction.Propagate)
        {
            PartitionDump.TakeUnsent<TBackend>(ref record, ref vcpu, in schedule, in exit);
            Log(ref cpu, ref kernel, in entry, ref record);
            Propagate(ref vcpu);
            return true;
        }

        if (kernel.Table.TryEnd(partition, life))
        {
            PartitionDump.Take<TBackend>(ref record, ref vcpu, in schedule, ref kernel.Table, in exit);
            End(ref cpu, ref kernel, in entry, ref record);
        }

        return false;
    }

    /// <summary>
    /// Answers <paramref name="healthEvent"/> of the life that <paramref name="vcpu"/> was reset for, for which no guest stopped: nothing
    /// if that has ended. <paramref name="address"/> is what <see cref="HealthRecord.Address"/> has of it.
    /// </summary>
    internal static void Answer(
        ref PerCpu cpu, ref KernelState kernel, in Vcpu vcpu, HealthEvent healthEvent, ulong address)
    {
        uint partition = vcpu.PartitionIndex;
        PartitionLife life = kernel.Table.LifeOf(partition);
        if (!life.Holds(vcpu.Life))
        {
            return;
        }

        ref readonly HealthActionRecord entry = ref kernel.Config.ActionFor(partition, healthEvent);
        HealthRecord record = new HealthRecord
        {
            Event = healthEvent,
            PartitionIndex = partition,
            VcpuIndex = vcpu.Index,
            Address = address,
        };
        if (entry.Action == HealthAction.Ignore)
        {
            Log(ref cpu, ref kernel, in entry, ref record);
        }
        else if (kernel.Table.TryEnd(partition, life))
        {
            End(ref cpu, ref kernel, in entry, ref record);
        }
    }

    /// <summary>A golden copy of a partition that starts does not have its checksum.</summary>
    internal static void AnswerMismatch(ref PerCpu cpu, ref KernelState kernel, uint partition)
    {
        ref readonly HealthActionRecord entry = ref kernel.Config.ActionFor(partition, HealthEvent.ChecksumMismatch);
        HealthRecord record = new HealthRecord
        {
            Event = HealthEvent.ChecksumMismatch,
            PartitionIndex = partition,
            VcpuIndex = PerCpu.Nobody,
            Address = kernel.Table.Partition(partition).Load.Index,
        };
        kernel.Table.EndStart(partition);
        End(ref cpu, ref kernel, in entry, ref record);
    }

    /// <summary>The module's table answers <paramref name="count"/> non-maskable interrupts that came to <paramref name="cpu"/>.</summary>
    internal static void AnswerNmis(ref PerCpu cpu, ref KernelState kernel, uint count)
    {
        ref readonly HealthActionRecord entry = ref kernel.Config.ModuleAction(HealthEvent.NonMaskableInterrupt);
        HealthRecord record = new HealthRecord
        {
            Event = HealthEvent.NonMaskableInterrupt,
            PartitionIndex = HealthRecord.Module,
            VcpuIndex = PerCpu.Nobody,
            Code = count,
        };
        Write(ref cpu, ref kernel, in entry, ref record, ref kernel.Table.ModuleConsole);
        if (entry.Action != HealthAction.Ignore)
        {
            Stop.Because(StopReason.NonMaskableInterrupt, count, 0);
        }
    }

    /// <summary>
    /// What begins at <paramref name="start"/> has changed by itself; its checksum is now <paramref name="checksum"/>. The module's
    /// table says how the kernel ends.
    /// </summary>
    internal static void AnswerChange(ref PerCpu cpu, ref KernelState kernel, ulong start, uint checksum)
    {
        HealthRecord record = new HealthRecord
        {
            Event = HealthEvent.ChecksumMismatch,
            PartitionIndex = HealthRecord.Module,
            VcpuIndex = PerCpu.Nobody,
            Code = checksum,
            Address = start,
        };
        Write(
            ref cpu, ref kernel, in kernel.Config.ModuleAction(HealthEvent.ChecksumMismatch), ref record, ref kernel.Table.ModuleConsole);
        Stop.Because(StopReason.ChecksumMismatch, start, checksum);
    }

    /// <summary>
    /// What the window that has begun means for the partition that has it: the schedule may be another one than in its last
    /// window, and its watchdog counts. Called for a virtual CPU that has a window.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void BeginWindow(
        ref PerCpu cpu, ref KernelState kernel, in Schedule schedule, ref Vcpu vcpu)
    {
        ref Partition partition = ref kernel.Table.Partition(vcpu.PartitionIndex);
        if (schedule.Chosen != partition.LastSchedule)
        {
            ChangeSchedule(ref cpu, ref kernel, in schedule, ref partition);
        }

        if (partition.WatchdogVcpu == vcpu.Index)
        {
            CountWindow(ref cpu, ref kernel, in vcpu, ref partition);
        }
    }

    /// <summary>Asks once more for the schedule that the health monitor wants and has not got.</summary>
    internal static void RequestSchedule(ref PerCpu cpu, ref KernelState kernel)
    {
        ReturnCode code = kernel.Schedules.Request(cpu.RequestedSchedule - 1, Cpu.ReadTsc(), in kernel.Config, in cpu.Clock);
        if (code != ReturnCode.NotAvailable)
        {
            cpu.RequestedSchedule = 0;
        }
    }

    private static void CountWindow(ref PerCpu cpu, ref KernelState kernel, in Vcpu vcpu, ref Partition partition)
    {
        if (!kernel.Table.IsAlive(in vcpu))
        {
            return;
        }

        if (partition.WatchdogLeft == 0)
        {
            partition.WatchdogLeft = kernel.Config.Partitions[(int)partition.Index].WatchdogWindows;
            Answer(ref cpu, ref kernel, in vcpu, HealthEvent.Watchdog, 0);
        }
        else
        {
            partition.WatchdogLeft--;
        }
    }

    // ARINC 653's ScheduleChangeAction, at the first window of any of the partition's virtual CPUs.
    private static void ChangeSchedule(
        ref PerCpu cpu, ref KernelState kernel, in Schedule schedule, ref Partition partition)
    {
        ulong last = partition.LastSchedule;
        bool isFirst = schedule.Chosen > last
            && Interlocked.CompareExchange(ref partition.LastSchedule, schedule.Chosen, last) == last;
        ScheduleChangeAction action = kernel.Config.ChangeAction(schedule.Index, partition.Index);
        if (isFirst && schedule.Chosen != kernel.Schedules.First && action != ScheduleChangeAction.Ignore)
        {
            PartitionMode mode = action == ScheduleChangeAction.ColdStart ? PartitionMode.ColdStart : PartitionMode.WarmStart;
            if (kernel.Table.TryEnd(partition.Index, kernel.Table.LifeOf(partition.Index)))
            {
                PartitionModes.Start(ref cpu, ref kernel, partition.Index, mode, StartCondition.ModuleRestart, HealthEvent.None);
            }
        }
    }

    // The life of the partition is being ended, and this CPU decides what follows.
    private static void End(
        ref PerCpu cpu, ref KernelState kernel, in HealthActionRecord entry, ref HealthRecord record)
    {
        uint partition = record.PartitionIndex;
        if (entry.Action is HealthAction.WarmStart or HealthAction.ColdStart)
        {
            ref readonly PartitionRecord plan = ref kernel.Config.Partitions[(int)partition];
            ulong periodTicks = cpu.Clock.TicksOf(plan.RestartPeriodNanoseconds);
            if (kernel.Table.Partition(partition).Budget.TryTake(plan.RestartBudget, periodTicks, Cpu.ReadTsc()))
            {
                PartitionMode mode = entry.Action == HealthAction.WarmStart ? PartitionMode.WarmStart : PartitionMode.ColdStart;
                PartitionModes.Start(ref cpu, ref kernel, partition, mode, StartCondition.HealthRestart, record.Event);
                Log(ref cpu, ref kernel, in entry, ref record);
                return;
            }

            ref readonly HealthActionRecord exhausted = ref kernel.Config.ActionFor(partition, HealthEvent.RestartBudgetExhausted);
            HealthActionRecord instead = exhausted;
            instead.Flags = entry.Flags;
            Log(ref cpu, ref kernel, in instead, ref record);
            record.Event = HealthEvent.RestartBudgetExhausted;
            Leave(ref cpu, ref kernel, in exhausted, ref record);
            return;
        }

        Leave(ref cpu, ref kernel, in entry, ref record);
    }

    private static void Leave(
        ref PerCpu cpu, ref KernelState kernel, in HealthActionRecord entry, ref HealthRecord record)
    {
        Log(ref cpu, ref kernel, in entry, ref record);
        if (entry.Action == HealthAction.Stop)
        {
            Stop.Because(StopReason.HealthAction, (ulong)record.Event, record.PartitionIndex);
        }

        if (entry.Action == HealthAction.Reset)
        {
            Stop.AndReset(StopReason.HealthAction, (ulong)record.Event, record.PartitionIndex);
        }

        if (entry.Action == HealthAction.SwitchSchedule)
        {
            cpu.RequestedSchedule = entry.Schedule + 1;
            RequestSchedule(ref cpu, ref kernel);
        }

        PartitionModes.Idle(ref cpu, ref kernel, record.PartitionIndex);
    }

    // An exception while another event was on its way is one that the guest cannot take: SDM 3A, "Interrupt 8—Double Fault
    // Exception (#DF)". In real mode there is no error code.
    private static void Propagate(ref Vcpu vcpu)
    {
        byte vector = vcpu.Pending.IsPending ? GuestEvent.DF : GuestEvent.GP;
        bool isProtected = (vcpu.Cr0Shadow & CR0.PE) != 0;
        vcpu.Pending = isProtected ? GuestEvent.ExceptionWithCode(vector, 0) : GuestEvent.Exception(vector);
    }

    private static void Describe(ref HealthRecord record, ref Vcpu vcpu)
    {
        record.Event = vcpu.Error;
        record.PartitionIndex = vcpu.PartitionIndex;
        record.VcpuIndex = vcpu.Index;
        if (vcpu.Error is HealthEvent.DeadlineMissed or HealthEvent.ApplicationError)
        {
            record.Code = vcpu.RaisedCode;
            for (int i = 0; i < HealthRecord.MessageSizeBytes; i++)
            {
                record.Message[i] = vcpu.RaisedMessage[i];
            }
        }
    }

    private static void Log(
        ref PerCpu cpu, ref KernelState kernel, in HealthActionRecord entry, ref HealthRecord record)
    {
        record.RestartCount = kernel.Table.Partition(record.PartitionIndex).RestartCount;
        Write(ref cpu, ref kernel, in entry, ref record, ref kernel.Table.Console(record.PartitionIndex));
    }

    private static void Write(
        ref PerCpu cpu, ref KernelState kernel, in HealthActionRecord entry, ref HealthRecord record, ref PartitionConsole console)
    {
        record.Action = (uint)entry.Action;
        record.CpuIndex = cpu.CpuIndex;
        record.TimeNanoseconds = cpu.Clock.NanosecondsOf(Cpu.ReadTsc() - kernel.EpochTsc);
        Stop.Context.Crash.Note(in record);
        if ((entry.Flags & HealthFlags.Log) == 0)
        {
            return;
        }

        console.Health.Append(ref record);
        console.Tell(PendingRecords.Health);
        Stop.Context.Console.Ring();
    }
}
