// Whose time it is on a CPU: the end of a window, and within one the choice of who takes its time.
namespace MicroHV.Kernel.Root;

using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Kernel.Exits;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// From one partition to the next, but for the registers. All of it lies between two guests and makes the next one late, so each
/// of the two ways is one function, and what is seldom due is called.
/// </summary>
internal static class WindowSwitch
{
    // Every byte that is sent at the end of a window makes the next one begin later, by some eighty instructions.
    private const int BytesAtWindowEnd = 4;

    /// <summary>
    /// At the end of a window: takes <paramref name="cpu"/> from virtual CPU <paramref name="ran"/>, begins the next window and
    /// returns who has it.
    /// </summary>
    internal static uint EndWindow(
        ref PerCpu cpu, ref Schedule schedule, ref KernelState kernel, ref ExitContext exits, uint ran, ulong now)
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref PartitionTable table = ref kernel.Table;
        RequireIntact(ref cpu, ref kernel, in schedule);
        Leave(ran, in table);
        if (now - cpu.WindowEndTsc > cpu.OverrunTicks && ran != PerCpu.Nobody)
        {
            HealthMonitor.Answer(ref cpu, ref kernel, in table.Vcpu(ran), HealthEvent.WindowOverrun, now - cpu.WindowEndTsc);
        }

        if (cpu.RequestedSchedule != 0)
        {
            HealthMonitor.RequestSchedule(ref cpu, ref kernel);
        }

        Stop.Context.Console.Advance(BytesAtWindowEnd);
        cpu.WindowEndTsc = schedule.Advance(
            in config, in kernel.Windows, in cpu.Clock, in kernel.Schedules, kernel.Places, now);
        if (schedule.BackgroundVcpu != PerCpu.Nobody)
        {
            table.Vcpu(schedule.BackgroundVcpu).Activity = VcpuActivity.Active;
        }

        if (schedule.CurrentVcpu != PerCpu.Nobody)
        {
            ref Vcpu vcpu = ref table.Vcpu(schedule.CurrentVcpu);
            InterruptDelivery.BeginWindow(ref vcpu);
            HealthMonitor.BeginWindow(ref cpu, ref kernel, in schedule, ref vcpu);
        }

        ref CpuContext context = ref CpuContext.In(cpu.Area);
        if (context.Frames != schedule.Frames)
        {
            FrameDuties.Do(in cpu, in config.Header, schedule.Frames, now);
            context.Frames = schedule.Frames;
            if (config.Header.FrameLimit != 0 && schedule.Frames >= config.Header.FrameLimit)
            {
                EndRun(in cpu, in config);
            }
        }

        context.ScheduleIndex = schedule.Index;
        FrameDuties.AnswerNmis(ref cpu, ref context, ref kernel);
        return Choose(ref cpu, ref context, in schedule, ref table, ref exits, now);
    }

    /// <summary>
    /// Within a window: takes <paramref name="cpu"/> from virtual CPU <paramref name="ran"/>, if there is one, and returns who takes
    /// the time now.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint GiveTime(
        ref PerCpu cpu, ref KernelState kernel, in Schedule schedule, ref ExitContext exits, uint ran, ulong now)
    {
        ref PartitionTable table = ref exits.Table;
        RequireIntact(ref cpu, ref kernel, in schedule);
        Leave(ran, in table);
        return Choose(ref cpu, ref CpuContext.In(cpu.Area), in schedule, ref table, ref exits, now);
    }

    // The words of the schedule, and where the tables are, lie in frames that are never left, and nothing else would tell that one is
    // wrong.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireIntact(ref PerCpu cpu, ref KernelState kernel, in Schedule schedule)
    {
        if (!schedule.IsIntact(kernel.Places, cpu.WindowEndTsc))
        {
            HealthMonitor.AnswerChange(ref cpu, ref kernel, schedule.Address, 0);
        }
    }

    // What it has said is to be sent, its unfinished line too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Leave(uint ran, in PartitionTable table)
    {
        if (ran == PerCpu.Nobody)
        {
            return;
        }

        ref Vcpu vcpu = ref table.Vcpu(ran);
        table.LeaveCpu(ref vcpu);
        if (table.Console(vcpu.PartitionIndex).EndWindow())
        {
            Stop.Context.Console.Ring();
        }
    }

    // The virtual CPU whose window it is, or the one in the background, if they take time; and what is to be known of its partition.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(
        ref PerCpu cpu, ref CpuContext context, in Schedule schedule, ref PartitionTable table, ref ExitContext exits, ulong now)
    {
        cpu.DeadlineTsc = cpu.WindowEndTsc;
        cpu.StartingVcpu = PerCpu.Nobody;
        uint next = schedule.CurrentVcpu;
        if (!TakesTime(ref cpu, next, in table, in exits.Config, now))
        {
            next = FindBackground(ref cpu, in schedule, in table, in exits.Config, now);
        }

        uint partition = PerCpu.Nobody;
        if (next != PerCpu.Nobody)
        {
            partition = table.Vcpu(next).PartitionIndex;
            exits.Partition = ref exits.Config.Partitions[(int)partition];
            exits.Console = ref table.Console(partition);
        }

        context.PartitionIndex = partition;
        return next;
    }

    // The time of one that starts is its own.
    private static uint FindBackground(
        ref PerCpu cpu, in Schedule schedule, in PartitionTable table, in SystemConfig config, ulong now)
    {
        bool takesTime = cpu.StartingVcpu == PerCpu.Nobody
            && TakesTime(ref cpu, schedule.BackgroundVcpu, in table, in config, now);
        return takesTime ? schedule.BackgroundVcpu : PerCpu.Nobody;
    }

    // One that takes time has the CPU from then on. One that starts takes the time without running.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakesTime(
        ref PerCpu cpu, uint vcpu, in PartitionTable table, in SystemConfig config, ulong now)
    {
        if (vcpu == PerCpu.Nobody)
        {
            return false;
        }

        ref Vcpu candidate = ref table.Vcpu(vcpu);
        PartitionLife life = table.LifeOf(candidate.PartitionIndex);
        if (life.Holds(candidate.Life))
        {
            if (candidate.Activity != VcpuActivity.Active && !Wakes(ref cpu, ref candidate, now))
            {
                return false;
            }

            if (table.TryEnter(ref candidate, out life))
            {
                return true;
            }
        }

        cpu.StartingVcpu = PartitionStart.TakesTime(in candidate, life, in config) ? vcpu : PerCpu.Nobody;
        return false;
    }

    // One that halts gets the CPU back when its timer is due.
    private static bool Wakes(ref PerCpu cpu, ref Vcpu vcpu, ulong now)
    {
        bool takesTime = InterruptDelivery.TakesTime(ref vcpu, now);
        if (vcpu.Activity == VcpuActivity.Halted && vcpu.TimerTsc < cpu.DeadlineTsc)
        {
            cpu.DeadlineTsc = vcpu.TimerTsc;
        }

        return takesTime;
    }

    // One CPU says so; the others have no time left to give.
    private static void EndRun(in PerCpu cpu, in SystemConfig config)
    {
        if (cpu.CpuIndex != 0)
        {
            Cpu.Halt();
        }

        Stop.Because(StopReason.FrameLimitReached, config.Header.FrameLimit, 0);
    }
}
