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

                EndWindow(ref cpu, ref schedule, ref kernel, now);
                running = Choose<TBackend>(ref cpu, in schedule, ref table, now);
                Serve(ref context, running, in table);
                if (TBackend.IsTraced)
                {
                    TraceNotes.Begin(ref cpu, in schedule, in kernel.Windows, lastIndex, lastFrameTsc, now);
                    TraceNotes.RunBackground(ref cpu, in schedule, running);
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
                    goesOn = table.ModeOf(vcpu.PartitionIndex) != PartitionMode.Idle;
                    break;
                case Verdict.Yield:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    goesOn = false;
                    break;
                case Verdict.PartitionEnd:
                    if (TBackend.IsTraced)
                    {
                        TraceNotes.Idle(ref cpu, in vcpu, in table, HealthEvent.None);
                    }

                    End(ref vcpu, in schedule, ref kernel);
                    goesOn = false;
                    break;
                case Verdict.PartitionError:
                    if (TBackend.IsTraced)
                    {
                        TraceNotes.Idle(ref cpu, in vcpu, in table, vcpu.Error);
                    }

                    Fail<TBackend>(ref vcpu, in schedule, ref kernel, in exit);
                    goesOn = false;
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
        uint running = Choose<TBackend>(ref cpu, in schedule, ref table, now);
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
    private static void EndWindow(ref PerCpu cpu, ref Schedule schedule, ref KernelState kernel, ulong now)
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref readonly PartitionTable table = ref kernel.Table;
        Stop.Context.Console.Advance(BytesAtWindowEnd);
        cpu.WindowEndTsc = schedule.Advance(in config, in kernel.Windows, in cpu.Clock, in kernel.Schedules, now);
        if (schedule.BackgroundVcpu != PerCpu.Nobody)
        {
            table.Vcpu(schedule.BackgroundVcpu).Activity = VcpuActivity.Active;
        }

        if (schedule.CurrentVcpu != PerCpu.Nobody)
        {
            InterruptDelivery.BeginWindow(ref table.Vcpu(schedule.CurrentVcpu));
        }

        ref CpuContext context = ref CpuContext.Current;
        if (context.Frames != schedule.Frames)
        {
            FrameDuties.Do(in cpu, in config.Header, schedule.Frames, now);
        }

        context.Frames = schedule.Frames;
        context.ScheduleIndex = schedule.Index;
        FrameDuties.AnswerNmis();
        if (config.Header.FrameLimit != 0 && schedule.Frames >= config.Header.FrameLimit)
        {
            EndRun(in cpu, in config);
        }
    }

    // What it has said is to be sent, its unfinished line too.
    private static void Leave(uint vcpu, in PartitionTable table)
    {
        if (vcpu != PerCpu.Nobody && table.Console(table.Vcpu(vcpu).PartitionIndex).EndWindow())
        {
            Stop.Context.Console.Ring();
        }
    }

    // The virtual CPU whose window it is, or the one in the background, if they take time.
    private static uint Choose<TBackend>(ref PerCpu cpu, in Schedule schedule, ref PartitionTable table, ulong now)
        where TBackend : struct, IBackend
    {
        cpu.DeadlineTsc = cpu.WindowEndTsc;
        uint next = schedule.CurrentVcpu;
        if (!TakesTime(ref cpu, next, in table, now))
        {
            next = schedule.BackgroundVcpu;
            if (!TakesTime(ref cpu, next, in table, now))
            {
                CpuContext.Current.PartitionIndex = PerCpu.Nobody;
                return PerCpu.Nobody;
            }
        }

        uint partition = table.Vcpu(next).PartitionIndex;
        CpuContext.Current.PartitionIndex = partition;
        if (TBackend.IsTraced)
        {
            TraceNotes.Start(ref cpu, partition, in table);
        }

        table.Begin(partition);
        Switch<TBackend>(ref cpu, next, ref table);
        return next;
    }

    // One that halts gets the CPU back when its timer is due.
    private static bool TakesTime(ref PerCpu cpu, uint vcpu, in PartitionTable table, ulong now)
    {
        if (vcpu == PerCpu.Nobody || table.ModeOf(table.Vcpu(vcpu).PartitionIndex) == PartitionMode.Idle)
        {
            return false;
        }

        ref Vcpu candidate = ref table.Vcpu(vcpu);
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

        if (cpu.LoadedVcpu != PerCpu.Nobody)
        {
            ref Vcpu last = ref table.Vcpu(cpu.LoadedVcpu);
            TBackend.Unload(ref cpu, ref last);
            ExtendedState.Save(in cpu, ref last);
        }

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

    private static void End(ref Vcpu vcpu, in Schedule schedule, ref KernelState kernel)
    {
        if (!kernel.Table.TryIdle(vcpu.PartitionIndex))
        {
            return;
        }

        ref PartitionConsole console = ref kernel.Table.Console(vcpu.PartitionIndex);
        console.EndRecord.PartitionIndex = vcpu.PartitionIndex;
        console.EndRecord.Mode = PartitionMode.Idle;
        console.EndRecord.ExitCode = vcpu.ExitCode;
        console.EndRecord.Frame = schedule.Frames;
        console.EndRecord.Tsc = Cpu.ReadTsc();
        console.Tell(PendingRecords.End);
        Idle(in vcpu, ref kernel);
    }

    private static void Fail<TBackend>(ref Vcpu vcpu, in Schedule schedule, ref KernelState kernel, in VmExit exit)
        where TBackend : struct, IBackend
    {
        if (kernel.Table.TryIdle(vcpu.PartitionIndex))
        {
            PartitionDump.Take<TBackend>(ref vcpu, in schedule, ref kernel.Table, in exit);
            Idle(in vcpu, ref kernel);
        }
    }

    // The partition is idle, and has said why. Its other virtual CPUs may be running.
    private static void Idle(in Vcpu vcpu, ref KernelState kernel)
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref readonly PartitionRecord partition = ref config.Partitions[(int)vcpu.PartitionIndex];
        for (uint i = partition.FirstVcpu; i < partition.FirstVcpu + partition.VcpuCount; i++)
        {
            if (config.Vcpus[(int)i].CpuIndex != config.Vcpus[(int)vcpu.Index].CpuIndex)
            {
                LocalApic.SendWake(PartitionSetup.CpuOf(in kernel.Table.Vcpu(i), in config).ApicId);
            }
        }

        bool mayStop = (config.Header.Options & SystemOptions.StopWhenAllIdle) != 0;
        if (kernel.Table.CountIdle() && mayStop)
        {
            Stop.Because(StopReason.AllPartitionsIdle, 0, 0);
        }
    }
}
