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
    /// <summary>Runs the schedules of <paramref name="cpu"/> for ever, or until the plan says to stop.</summary>
    internal static void Run<TBackend>(ref PerCpu cpu, ref KernelState kernel)
        where TBackend : struct, IBackend
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref PartitionTable table = ref kernel.Table;
        Schedule schedule = default;
        schedule.Start(in config, cpu.CpuIndex, in cpu.Clock, in kernel.Schedules, kernel.Places);
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
                if (now < cpu.WindowEndTsc)
                {
                    // Whoever halts in its window may have got its interrupt.
                    running = GiveTime<TBackend>(ref cpu, ref kernel, in schedule, ref context, running, now);
                    continue;
                }

                // A frame that is only waited for has not begun: that is frame 0.
                ulong lastFrameTsc = schedule.FrameStartTsc == cpu.WindowEndTsc ? 0 : schedule.FrameStartTsc;
                uint lastIndex = schedule.Index;
                if (TBackend.IsTraced)
                {
                    TraceNotes.End(ref cpu, in schedule, now);
                }

                running = WindowSwitch.EndWindow(ref cpu, ref schedule, ref kernel, ref context, running, now);
                Switch<TBackend>(ref cpu, running, ref table);
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
                    running = GiveTime<TBackend>(ref cpu, ref kernel, in schedule, ref context, running, now);
                }

                continue;
            }

            if (running == PerCpu.Nobody)
            {
                if (TBackend.IsTraced)
                {
                    TraceNotes.Sleep(ref cpu, now);
                }

                SleepUntilDeadline(ref cpu, ref kernel);
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
                running = GiveTime<TBackend>(ref cpu, ref kernel, in schedule, ref context, running, Cpu.ReadTsc());
            }
        }
    }

    // Within a window: the CPU goes to whoever takes time now.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint GiveTime<TBackend>(
        ref PerCpu cpu, ref KernelState kernel, in Schedule schedule, ref ExitContext context, uint ran, ulong now)
        where TBackend : struct, IBackend
    {
        uint next = WindowSwitch.GiveTime(ref cpu, ref kernel, in schedule, ref context, ran, now);
        Switch<TBackend>(ref cpu, next, ref context.Table);
        if (TBackend.IsTraced)
        {
            TraceNotes.Run(ref cpu, next);
        }

        return next;
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Switch<TBackend>(ref PerCpu cpu, uint next, ref PartitionTable table)
        where TBackend : struct, IBackend
    {
        if (next == PerCpu.Nobody || next == cpu.LoadedVcpu)
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
    private static void SleepUntilDeadline(ref PerCpu cpu, ref KernelState kernel)
    {
        ref ConsoleDrain console = ref Stop.Context.Console;
        console.Advance(SerialPort.FifoBytes);
        FrameDuties.Scrub(ref cpu, ref kernel);
        ulong now = Cpu.ReadTsc();
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
