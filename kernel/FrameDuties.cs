// What the kernel owes to its own health once a frame, and in time that is left.
namespace MicroHV.Kernel.Root;

using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Signs of life: the watchdog's kick and the mark in the crash frame. The turn goes round the CPUs, each of which hands it on at
/// the start of a frame of its own: one that hangs keeps it.
/// </summary>
internal static class FrameDuties
{
    // With less time than this before a deadline no step is done, nor with less than twice what the longest one took.
    private const ulong StepNanoseconds = 100_000;

    /// <summary>Time begins.</summary>
    internal static void Begin(in SystemHeader plan, in Clock clock, ulong epochTsc)
    {
        ref StopContext context = ref Stop.Context;
        context.Crash.BeginLife(epochTsc, clock.TscHertz);
        Kick(in plan);
        context.HasBegun = true;
    }

    /// <summary>A frame of <paramref name="cpu"/> begins; <paramref name="frames"/> are complete.</summary>
    internal static void Do(in PerCpu cpu, in SystemHeader plan, ulong frames, ulong now)
    {
        ref StopContext context = ref Stop.Context;
        if (Volatile.Read(in context.TurnCpu) == cpu.CpuIndex)
        {
            Kick(in plan);
            uint next = cpu.CpuIndex + 1 < plan.Cpus.Count ? cpu.CpuIndex + 1 : 0;
            context.Crash.RenewLife(next, frames, now);
            Volatile.Write(ref context.TurnCpu, next);
        }
    }

    /// <summary>Checks a little of what is never written, if there is time for it.</summary>
    internal static void Scrub(ref PerCpu cpu, ref KernelState kernel, ulong now)
    {
        ref Scrubber scrubber = ref Stop.Context.Scrubber;
        ulong left = cpu.DeadlineTsc - now;
        bool hasTime = left > cpu.Clock.TicksOf(StepNanoseconds) && left > 2ul * scrubber.LongestStepTicks;
        if (hasTime && !scrubber.TryStep(out ulong start, out uint checksum))
        {
            HealthMonitor.AnswerChange(ref cpu, ref kernel, start, checksum);
        }
    }

    /// <summary>The module's table answers NMIs that came to this CPU; here, where nobody's time is running.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AnswerNmis(ref PerCpu cpu, ref CpuContext context, ref KernelState kernel)
    {
        ulong count = context.NmiCount - context.AnsweredNmiCount;
        if (count != 0)
        {
            context.AnsweredNmiCount += count;
            HealthMonitor.AnswerNmis(ref cpu, ref kernel, (uint)count);
        }
    }

    private static void Kick(in SystemHeader plan)
    {
        if (plan.HardwareWatchdog == HardwareWatchdog.Ib700)
        {
            Ib700.Kick(plan.HardwareWatchdogSeconds);
        }
    }
}
