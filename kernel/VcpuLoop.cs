// The life of a CPU: run the guest, look at the exit, reach a verdict, act on it.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Exits;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>The one loop without a bound.</summary>
internal static class VcpuLoop
{
    /// <summary>Runs the schedule of <paramref name="cpu"/> for ever, or until the plan says to stop.</summary>
    internal static void Run<TBackend>(ref PerCpu cpu, ref KernelState kernel)
        where TBackend : struct, IBackend
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref PartitionTable table = ref kernel.Table;
        Schedule schedule = default;
        schedule.Start(in config, cpu.CpuIndex, in cpu.Clock, kernel.EpochTsc);
        bool isGivenUp = false;
        VmExit exit = default;
        ExitContext context = ContextOf(in cpu, 0, in table, in config);
        while (true)
        {
            ulong now = Cpu.ReadTsc();
            if (now >= cpu.DeadlineTsc)
            {
                EndWindow<TBackend>(ref cpu, ref schedule, ref table, in config, now);
                isGivenUp = !IsRunnable(in schedule, in table);
                if (!isGivenUp)
                {
                    context = ContextOf(in cpu, schedule.CurrentVcpu, in table, in config);
                }

                continue;
            }

            if (isGivenUp)
            {
                SleepUntilDeadline(in cpu, now);
                continue;
            }

            ref Vcpu vcpu = ref table.Vcpu(schedule.CurrentVcpu);
            TBackend.Run(ref cpu, ref vcpu, in config, now, ref exit);
            switch (ExitDispatch.Handle(ref context, ref vcpu, in exit))
            {
                case Verdict.Resume:
                    break;
                case Verdict.ResumeNext:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    break;
                case Verdict.TakeInterrupt:
                    TakeInterrupt<TBackend>(ref cpu);
                    break;
                case Verdict.Yield:
                    TBackend.SkipInstruction(ref vcpu, in exit);
                    isGivenUp = true;
                    break;
                case Verdict.PartitionEnd:
                    End(ref vcpu, in schedule, ref table, in config);
                    isGivenUp = true;
                    break;
                case Verdict.PartitionError:
                    PartitionDump.Take<TBackend>(ref vcpu, in schedule, ref table, in exit);
                    Idle(ref vcpu, ref table, in config);
                    isGivenUp = true;
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
        }
    }

    private static bool IsRunnable(in Schedule schedule, in PartitionTable table)
    {
        if (schedule.CurrentVcpu == PerCpu.Nobody)
        {
            return false;
        }

        uint partition = table.Vcpu(schedule.CurrentVcpu).PartitionIndex;
        return table.Partition(partition).Mode != PartitionMode.Idle;
    }

    private static ExitContext ContextOf(
        in PerCpu cpu, uint vcpu, in PartitionTable table, in SystemConfig config)
    {
        uint partition = table.Vcpu(vcpu).PartitionIndex;
        return new ExitContext
        {
            Cpu = ref cpu,
            Partition = ref config.Partitions[(int)partition],
            Console = ref table.Console(partition),
        };
    }

    // Time is up: whose is it now?
    private static void EndWindow<TBackend>(
        ref PerCpu cpu, ref Schedule schedule, ref PartitionTable table, in SystemConfig config, ulong now)
        where TBackend : struct, IBackend
    {
        Advance(ref cpu, ref schedule, in table, in config, now);
        if (IsRunnable(in schedule, in table))
        {
            Switch<TBackend>(ref cpu, schedule.CurrentVcpu, ref table);
            TBackend.ArmWindow(ref cpu, now);
        }
    }

    private static void Advance(
        ref PerCpu cpu, ref Schedule schedule, in PartitionTable table, in SystemConfig config, ulong now)
    {
        if (schedule.CurrentVcpu != PerCpu.Nobody)
        {
            table.Console(table.Vcpu(schedule.CurrentVcpu).PartitionIndex).EndWindow();
        }

        Stop.Context.Console.Advance();
        ref CpuContext context = ref CpuContext.Current;
        cpu.DeadlineTsc = schedule.Advance(in config, in cpu.Clock, now);
        context.Frames = schedule.Frames;
        context.PartitionIndex = PerCpu.Nobody;
        if (config.Header.FrameLimit != 0 && schedule.Frames >= config.Header.FrameLimit)
        {
            EndRun(in cpu, in config);
        }

        if (IsRunnable(in schedule, in table))
        {
            context.PartitionIndex = table.Vcpu(schedule.CurrentVcpu).PartitionIndex;
            table.Partition(context.PartitionIndex).Mode = PartitionMode.Normal;
        }
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
    private static void SleepUntilDeadline(in PerCpu cpu, ulong now)
    {
        ref ConsoleDrain console = ref Stop.Context.Console;
        console.Advance();
        ulong ticks = cpu.DeadlineTsc - now;
        if (console.HasWork)
        {
            ulong fifoTicks = cpu.Clock.TicksOf(SerialPort.ByteNanoseconds * SerialPort.FifoBytes);
            ticks = ticks < fifoTicks ? ticks : fifoTicks;
        }

        cpu.Clock.ArmTimer(ticks);
        Cpu.WaitForInterrupt();
        if (Cpu.TakeInterruptMark() != 0)
        {
            LocalApic.EndOfInterrupt();
        }
    }

    private static void TakeInterrupt<TBackend>(ref PerCpu cpu)
        where TBackend : struct, IBackend
    {
        Cpu.OpenInterruptSlot();
        if (Cpu.TakeInterruptMark() == 0)
        {
            return;
        }

        LocalApic.EndOfInterrupt();

        // The timer counts in ticks of its own and may be early by some of them.
        ulong now = Cpu.ReadTsc();
        if (now < cpu.DeadlineTsc)
        {
            TBackend.ArmWindow(ref cpu, now);
        }
    }

    private static void End(ref Vcpu vcpu, in Schedule schedule, ref PartitionTable table, in SystemConfig config)
    {
        ref PartitionConsole console = ref table.Console(vcpu.PartitionIndex);
        console.EndRecord.PartitionIndex = vcpu.PartitionIndex;
        console.EndRecord.Mode = PartitionMode.Idle;
        console.EndRecord.ExitCode = vcpu.ExitCode;
        console.EndRecord.Frame = schedule.Frames;
        console.EndRecord.Tsc = Cpu.ReadTsc();
        console.Tell(PendingRecords.End);
        Idle(ref vcpu, ref table, in config);
    }

    private static void Idle(ref Vcpu vcpu, ref PartitionTable table, in SystemConfig config)
    {
        bool mayStop = (config.Header.Options & SystemOptions.StopWhenAllIdle) != 0;
        if (table.Idle(vcpu.PartitionIndex) && mayStop)
        {
            Stop.Because(StopReason.AllPartitionsIdle, 0, 0);
        }
    }
}
