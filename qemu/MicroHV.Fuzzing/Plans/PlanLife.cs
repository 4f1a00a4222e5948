// What was seen of a kernel that ran a plan.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Plans;

/// <summary>What a guest found in its registers when it went on.</summary>
internal readonly record struct GuestAnswer(ulong Rax, ulong Rdx, ulong Rsi);

/// <summary>A run from its first frame to its stop.</summary>
internal sealed record PlanLife
{
    /// <summary>The plan.</summary>
    public required CasePlan Plan { get; init; }

    /// <summary>How the kernel booted.</summary>
    public required BootRecord Boot { get; init; }

    /// <summary>How it stopped.</summary>
    public required StopRecord Stop { get; init; }

    /// <summary>Every stay of a guest on a processor, in the order in which they ended.</summary>
    public required IReadOnlyList<GuestRun> Runs { get; init; }

    /// <summary>The registers of each guest that went on after a hypercall, by the index of the run that the hypercall ended.</summary>
    public required IReadOnlyDictionary<int, GuestAnswer> Answers { get; init; }

    /// <summary>
    /// Ticks that the kernel may take for its own between two guests, beyond what their exits cost: reads of its clock, and the bytes
    /// that it gives the serial line at once.
    /// </summary>
    public required ulong Bound { get; init; }

    /// <summary>When the kernel was done with the exit that ended <paramref name="run"/>.</summary>
    public static ulong DoneAt(GuestRun run) => run.End + (run.Step?.Cost ?? 0);

    /// <summary>True if the step that ended <paramref name="run"/> gives up the rest of the window.</summary>
    public static bool GivesUp(GuestRun run) => run.Step is { } step && (IsLast(step) || step.Exit.Call?.Number == Hypercall.Yield);

    /// <summary>When each partition became idle; the largest number if it never did.</summary>
    public ulong[] IdleTimes()
    {
        ulong[] times = new ulong[Plan.PartitionCount];
        Array.Fill(times, ulong.MaxValue);
        foreach (GuestRun run in Runs)
        {
            if (run.Step is { } step && IsLast(step))
            {
                ref ulong time = ref times[Plan.Vcpus[(int)run.Vcpu].Partition];
                time = Math.Min(time, DoneAt(run));
            }
        }

        return times;
    }

    // A report of the end, an error: after it the partition is idle.
    private static bool IsLast(GuestStep step) =>
        step.Exit.Call?.Number == Hypercall.Report
        || step.Exit.VmxReason is Kernel.Backends.VmxExitReason.EptViolation or Kernel.Backends.VmxExitReason.TripleFault;
}
