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

    // A nested table that is wrong leads a partition astray at once, while most other bits of the kernel are seldom read.
    private const int NestedSteps = 16;

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

    /// <summary>Checks nested tables and a little of what else is never written, as far as there is time for it.</summary>
    internal static void Scrub(ref PerCpu cpu, ref KernelState kernel)
    {
        ref Scrubber scrubber = ref Stop.Context.Scrubber;
        ulong now = Cpu.ReadTsc();
        ulong reserve = cpu.Clock.TicksOf(StepNanoseconds);
        for (int step = 0; step <= NestedSteps; step++)
        {
            reserve = reserve > 2ul * scrubber.LongestStepTicks ? reserve : 2ul * scrubber.LongestStepTicks;
            if (now + reserve >= cpu.DeadlineTsc)
            {
                return;
            }

            bool isGood = step < NestedSteps
                ? kernel.NestedScrubber.TryStep(in kernel.Table, out ulong start, out uint checksum)
                : scrubber.TryStep(out start, out checksum);
            if (!isGood)
            {
                HealthMonitor.AnswerChange(ref cpu, ref kernel, start, checksum);
            }

            ulong end = Cpu.ReadTsc();
            scrubber.Measure((uint)(end - now));
            now = end;
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
