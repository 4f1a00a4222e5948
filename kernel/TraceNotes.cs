// What the loop writes into the trace: whose time it is, and what becomes of partitions.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>Called where a backend's <c>IsTraced</c> says so. Exits and injections are the backend's own to write.</summary>
internal static class TraceNotes
{
    /// <summary>The time that <see cref="PerCpu.WindowEndTsc"/> ends is over, at <paramref name="now"/>.</summary>
    internal static void End(ref PerCpu cpu, in Schedule schedule, ulong now)
    {
        if (schedule.CurrentVcpu != PerCpu.Nobody)
        {
            cpu.Trace.Write(TraceKind.WindowEnd, 0, schedule.CurrentVcpu, Ticks(now - cpu.WindowEndTsc), now);
        }
    }

    /// <summary>
    /// Other time begins, at <paramref name="now"/>. Writes what is new: schedule, if it was that of index
    /// <paramref name="lastIndex"/> before; frame, if the one before began at another time than <paramref name="lastFrameTsc"/>; window.
    /// </summary>
    internal static void Begin(
        ref PerCpu cpu, in Schedule schedule, in WindowTable windows, uint lastIndex, ulong lastFrameTsc, ulong now)
    {
        bool isFrameNew = schedule.FrameStartTsc != lastFrameTsc && now >= schedule.FrameStartTsc;
        if (isFrameNew && schedule.Index != lastIndex)
        {
            cpu.Trace.Write(TraceKind.Schedule, schedule.Index, PerCpu.Nobody, (uint)schedule.Frames, now);
        }

        if (isFrameNew)
        {
            cpu.Trace.Write(TraceKind.Frame, 0, PerCpu.Nobody, (uint)schedule.Frames, now);
        }

        // Read anew: the registers of the virtual CPU were loaded in the meantime.
        ulong entry = Cpu.ReadTsc();
        if (schedule.CurrentVcpu != PerCpu.Nobody)
        {
            ulong late = entry - schedule.WindowStart(in windows);
            cpu.Trace.Write(TraceKind.WindowStart, 0, schedule.CurrentVcpu, Ticks(late), entry);
        }
    }

    /// <summary>What runs when other time begins, if it is the background: where it is not whose window it is.</summary>
    internal static void RunBackground(ref PerCpu cpu, in Schedule schedule, uint running)
    {
        if (running != schedule.CurrentVcpu)
        {
            Run(ref cpu, running);
        }
    }

    /// <summary>What runs from now on: the background, or whose window it is, back from HLT.</summary>
    internal static void Run(ref PerCpu cpu, uint running)
    {
        if (running != PerCpu.Nobody)
        {
            cpu.Trace.Write(TraceKind.Background, 0, running, 0, Cpu.ReadTsc());
        }
    }

    /// <summary>Nobody runs from <paramref name="now"/> on.</summary>
    internal static void Sleep(ref PerCpu cpu, ulong now) =>
        cpu.Trace.Write(TraceKind.Sleep, 0, PerCpu.Nobody, Ticks(cpu.DeadlineTsc - now), now);

    /// <summary>The guest of <paramref name="vcpu"/> did something wrong. Called whether there is a trace or not: it is rare.</summary>
    internal static void Error(ref PerCpu cpu, in Vcpu vcpu)
    {
        if (cpu.Trace.IsOn)
        {
            cpu.Trace.Write(TraceKind.Error, (uint)vcpu.Error, vcpu.Index, 0, Cpu.ReadTsc());
        }
    }

    /// <summary>
    /// Partition <paramref name="partition"/> is in mode <paramref name="mode"/> from now on. Called whether there is a trace or
    /// not: it is rare.
    /// </summary>
    internal static void Mode(ref PerCpu cpu, uint partition, PartitionMode mode)
    {
        if (cpu.Trace.IsOn)
        {
            cpu.Trace.Write(TraceKind.Mode, (uint)mode, partition, 0, Cpu.ReadTsc());
        }
    }

    private static uint Ticks(ulong ticks) => ticks > uint.MaxValue ? uint.MaxValue : (uint)ticks;
}
