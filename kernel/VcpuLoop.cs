// The life of a CPU: run the guest, look at the exit, reach a verdict, act on it.
namespace MicroHV.Kernel.Root;

using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Kernel.Exits;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>The one loop without a bound.</summary>
internal static class VcpuLoop
{
    // Every byte that is sent at the end of a window makes the next one begin later, by some eighty instructions.
    private const int BytesAtWindowEnd = 4;

    /// <summary>Runs the schedules of <paramref name="cpu"/> for ever, or until the plan says to stop.</summary>
    internal static void Run<TBackend>(ref PerCpu cpu, ref KernelState kernel)
        where TBackend : struct, IBackend
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref PartitionTable table = ref kernel.Table;
        Schedule schedule = default;
        schedule.Start(in config, cpu.CpuIndex, in cpu.Clock, in kernel.Schedules);
        uint running = PerCpu.Nobody;
        VmExit exit = default;
        ExitContext context = new ExitContext
        {
            Cpu = ref cpu,
            Config = ref config,
            Table = ref kernel.Table,
            Crash = ref Stop.Context.Crash,
            Schedules = ref kernel.Schedules,
        };
        while (true)
        {
            ulong now = Cpu.ReadTsc();
            if (now >= cpu.DeadlineTsc)
            {
                Leave(running, in table);
                if (now < cpu.WindowEndTsc)
                {
                    // Whoever halts in its window may have got its interrupt.
                    running = GiveTime<TBackend>(ref cpu, in schedule, ref table, ref context, now);
                    continue;
                }

                // A frame that is only waited for has not begun: that is frame 0.
                ulong lastFrameTsc = schedule.FrameStartTsc == cpu.WindowEndTsc ? 0 : schedule.FrameStartTsc;
                uint lastIndex = schedule.Index;
                if (TBackend.IsTraced)
                {
                    TraceNotes.End(ref cpu, in schedule, now);
                }

                EndWindow(ref cpu, ref schedule, ref kernel, running, now);
                running = Choose<TBackend>(ref cpu, in schedule, ref table, in context.Config, now);
                Serve(ref context, running, in table);
                if (TBackend.IsTraced)
                {
                    TraceNotes.Begin(ref cpu, in schedule, in kernel.Windows, lastIndex, lastFrameTsc, now);
                    TraceNotes.RunBackground(ref cpu, in schedule, running);
                }

                continue;
            }

            if (running == PerCpu.Nobody && cpu.StartingVcpu != PerCpu.Nobody)
            {
                if (PartitionStart.Advance<TBackend>(ref cpu, ref kernel, now))
                {
                    running = GiveTime<TBackend>(ref cpu, in schedule, ref table, ref context, now);
                }

                continue;
            }

            if (running == PerCpu.Nobody)
            {
                if (TBackend.IsTraced)
                {
                    TraceNotes.Sleep(ref cpu, now);
                }

                SleepUntilDeadline(ref cpu, now);
                continue;
            }

            ref Vcpu vcpu = ref table.Vcpu(running);
            PrepareEntry<TBackend>(ref cpu, ref vcpu, now);
            TBackend.Run(ref cpu, ref vcpu, in config, now, ref exit);
            bool goesOn = true;
            switch (ExitDispatch.Handle(ref context, ref vcpu, in exit))
            {
                case Verdict.Resume:
                    break;
                case Verdict.ResumeNext:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    break;
                case Verdict.TakeInterrupt:
                    TakeInterrupt(ref cpu);
                    goesOn = table.IsAlive(in vcpu);
                    break;
                case Verdict.Yield:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    goesOn = false;
                    break;
                case Verdict.PartitionEnd:
                    PartitionModes.End(ref cpu, ref kernel, ref vcpu, in schedule);
                    goesOn = false;
                    break;
                case Verdict.PartitionError:
                    goesOn = HealthMonitor.AnswerExit<TBackend>(ref cpu, ref vcpu, in schedule, ref kernel, in exit);
                    break;
                case Verdict.SetMode:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    goesOn = PartitionModes.Set(ref cpu, ref kernel, ref vcpu, in schedule);
                    break;
                case Verdict.KernelError:
                    StopReason reason = StopReason.MachineCheck;
                    if (exit.Kind == ExitKind.EntryFailed)
                    {
                        PartitionDump.TakeEntry<TBackend>(ref vcpu, ref table, in exit);
                        reason = StopReason.EntryFailed;
                    }

                    Stop.Because(reason, exit.VendorReason, exit.Qualification);
                    break;
                default:
                    Stop.Because(StopReason.Unreachable, (ulong)exit.Kind, 0);
                    break;
            }

            if (!goesOn)
            {
                Leave(running, in table);
                running = GiveTime<TBackend>(ref cpu, in schedule, ref table, ref context, Cpu.ReadTsc());
            }
        }
    }

    // Within a window: the CPU goes to whoever takes time now.
    private static uint GiveTime<TBackend>(
        ref PerCpu cpu, in Schedule schedule, ref PartitionTable table, ref ExitContext context, ulong now)
        where TBackend : struct, IBackend
    {
        uint running = Choose<TBackend>(ref cpu, in schedule, ref table, in context.Config, now);
        Serve(ref context, running, in table);
        if (TBackend.IsTraced)
        {
            TraceNotes.Run(ref cpu, running);
        }

        return running;
    }

    // What is due in the guest's own time, and how long it may run.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrepareEntry<TBackend>(ref PerCpu cpu, ref Vcpu vcpu, ulong now)
        where TBackend : struct, IBackend
    {
        if (vcpu.TimerTsc <= now)
        {
            VirtualTimer.Advance(ref vcpu, now);
        }

        if (InterruptDelivery.IsDue(in vcpu))
        {
            InterruptDelivery.Deliver(ref vcpu, TBackend.CanTakeInterrupt(ref vcpu), now);
        }

        cpu.LimitTsc = vcpu.TimerTsc < cpu.DeadlineTsc ? vcpu.TimerTsc : cpu.DeadlineTsc;
    }

    // What is to be known of the partition that now has the CPU.
    private static void Serve(ref ExitContext context, uint vcpu, in PartitionTable table)
    {
        if (vcpu != PerCpu.Nobody)
        {
            uint partition = table.Vcpu(vcpu).PartitionIndex;
            context.Partition = ref context.Config.Partitions[(int)partition];
            context.Console = ref table.Console(partition);
        }
    }

    // Time is up: whose is it now?
    private static void EndWindow(
        ref PerCpu cpu, ref Schedule schedule, ref KernelState kernel, uint ran, ulong now)
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref readonly PartitionTable table = ref kernel.Table;
        if (ran != PerCpu.Nobody && now - cpu.WindowEndTsc > cpu.OverrunTicks)
        {
            HealthMonitor.Answer(
                ref cpu, ref kernel, table.Vcpu(ran).PartitionIndex, ran, HealthEvent.WindowOverrun, now - cpu.WindowEndTsc);
        }

        if (cpu.RequestedSchedule != 0)
        {
            HealthMonitor.RequestSchedule(ref cpu, ref kernel);
        }

        Stop.Context.Console.Advance(BytesAtWindowEnd);
        cpu.WindowEndTsc = schedule.Advance(in config, in kernel.Windows, in cpu.Clock, in kernel.Schedules, now);
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

        ref CpuContext context = ref CpuContext.Current;
        if (context.Frames != schedule.Frames)
        {
            FrameDuties.Do(in cpu, in config.Header, schedule.Frames, now);
        }

        context.Frames = schedule.Frames;
        context.ScheduleIndex = schedule.Index;
        FrameDuties.AnswerNmis(ref cpu, ref kernel);
        if (config.Header.FrameLimit != 0 && schedule.Frames >= config.Header.FrameLimit)
        {
            EndRun(in cpu, in config);
        }
    }

    // What it has said is to be sent, its unfinished line too.
    private static void Leave(uint running, in PartitionTable table)
    {
        if (running == PerCpu.Nobody)
        {
            return;
        }

        ref Vcpu vcpu = ref table.Vcpu(running);
        table.LeaveCpu(ref vcpu);
        if (table.Console(vcpu.PartitionIndex).EndWindow())
        {
            Stop.Context.Console.Ring();
        }
    }

    // The virtual CPU whose window it is, or the one in the background, if they take time.
    private static uint Choose<TBackend>(
        ref PerCpu cpu, in Schedule schedule, ref PartitionTable table, in SystemConfig config, ulong now)
        where TBackend : struct, IBackend
    {
        cpu.DeadlineTsc = cpu.WindowEndTsc;
        cpu.StartingVcpu = PerCpu.Nobody;
        uint next = schedule.CurrentVcpu;
        if (!TakesTime(ref cpu, next, in table, in config, now))
        {
            next = cpu.StartingVcpu == PerCpu.Nobody ? schedule.BackgroundVcpu : PerCpu.Nobody;
            next = TakesTime(ref cpu, next, in table, in config, now) ? next : PerCpu.Nobody;
        }

        if (next == PerCpu.Nobody || !table.TryEnter(ref table.Vcpu(next)))
        {
            CpuContext.Current.PartitionIndex = PerCpu.Nobody;
            return PerCpu.Nobody;
        }

        CpuContext.Current.PartitionIndex = table.Vcpu(next).PartitionIndex;
        Switch<TBackend>(ref cpu, next, ref table);
        return next;
    }

    // One that halts gets the CPU back when its timer is due. One that starts takes the time without running.
    private static bool TakesTime(
        ref PerCpu cpu, uint vcpu, in PartitionTable table, in SystemConfig config, ulong now)
    {
        if (vcpu == PerCpu.Nobody)
        {
            return false;
        }

        ref Vcpu candidate = ref table.Vcpu(vcpu);
        PartitionLife life = table.LifeOf(candidate.PartitionIndex);
        if (!life.Holds(candidate.Life))
        {
            cpu.StartingVcpu = PartitionStart.TakesTime(in candidate, life, in config) ? vcpu : PerCpu.Nobody;
            return false;
        }

        bool takesTime = InterruptDelivery.TakesTime(ref candidate, now);
        if (candidate.Activity == VcpuActivity.Halted && candidate.TimerTsc < cpu.DeadlineTsc)
        {
            cpu.DeadlineTsc = candidate.TimerTsc;
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

    private static void Switch<TBackend>(ref PerCpu cpu, uint next, ref PartitionTable table)
        where TBackend : struct, IBackend
    {
        if (cpu.LoadedVcpu == next)
        {
            return;
        }

        PartitionStart.Put<TBackend>(ref cpu, ref table);
        ref Vcpu vcpu = ref table.Vcpu(next);
        Cpu.WriteCr3(vcpu.HostRoot);
        ExtendedState.Load(in cpu, ref vcpu);
        TBackend.Load(ref cpu, ref vcpu);
        cpu.LoadedVcpu = next;
    }

    // Sleeps until time is up, or until the serial line can take more.
    private static void SleepUntilDeadline(ref PerCpu cpu, ulong now)
    {
        ref ConsoleDrain console = ref Stop.Context.Console;
        console.Advance(SerialPort.FifoBytes);
        FrameDuties.Scrub(in cpu, now);
        now = Cpu.ReadTsc();
        if (now >= cpu.DeadlineTsc)
        {
            return;
        }

        ulong ticks = cpu.DeadlineTsc - now;
        if (console.HasWork)
        {
            ulong fifoTicks = cpu.Clock.TicksOf(SerialPort.ByteNanoseconds * SerialPort.FifoBytes);
            ticks = ticks < fifoTicks ? ticks : fifoTicks;
        }

        cpu.Clock.ArmTimer(ticks);
        cpu.ArmedTsc = 0;
        Cpu.WaitForInterrupt();
        if (Cpu.TakeInterruptMark() != 0)
        {
            LocalApic.EndOfInterrupt();
        }
    }

    private static void TakeInterrupt(ref PerCpu cpu)
    {
        Cpu.OpenInterruptSlot();
        if (Cpu.TakeInterruptMark() != 0)
        {
            LocalApic.EndOfInterrupt();

            // The timer counts in ticks of its own and may be early by some of them: it is armed again before the next entry.
            cpu.ArmedTsc = 0;
        }
    }
}
