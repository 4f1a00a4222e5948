// A trace in numbers.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Machines;

/// <summary>What a trace says in sum.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Machine">The machine in a phrase.</param>
/// <param name="SpanNanoseconds">From the first record to the last.</param>
/// <param name="Cpus">What each CPU wrote, and what of that was lost.</param>
/// <param name="Exits">How often each virtual CPU stopped, and why; most first.</param>
/// <param name="Use">Whose time it was, by CPU.</param>
/// <param name="Windows">Windows that came.</param>
/// <param name="Missed">Windows that did not come.</param>
/// <param name="Unplanned">Windows that no plan has.</param>
/// <param name="Lateness">How late windows began; null without windows.</param>
/// <param name="Overrun">How late windows ended; null without windows.</param>
/// <param name="Verdict">The judgement against a bound, if there is one.</param>
public sealed record TraceSummary(
    string System,
    string Machine,
    long SpanNanoseconds,
    IReadOnlyList<CpuRecords> Cpus,
    IReadOnlyList<ExitCount> Exits,
    IReadOnlyList<CpuUse> Use,
    int Windows,
    int Missed,
    int Unplanned,
    TimeDistribution? Lateness,
    TimeDistribution? Overrun,
    WindowVerdict? Verdict)
{
    /// <summary>The numbers of a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="boundNanoseconds">Most nanoseconds by which a window may be late; null to judge nothing.</param>
    public static TraceSummary Of(Trace trace, ulong? boundNanoseconds)
    {
        TraceDescription description = trace.Description;
        WindowTimeline timeline = WindowTimeline.Of(trace);
        return new TraceSummary(
            description.System,
            description.Machine,
            trace.Events.Count == 0 ? 0 : description.Nanoseconds(trace.Events[^1].Tsc - trace.Events[0].Tsc),
            [.. Enumerable.Range(0, description.CpuCount).Select(cpu => RecordsOf(trace, cpu))],
            [.. ExitsOf(trace)],
            [.. UseOf(trace)],
            timeline.Runs.Count,
            timeline.Missed.Count,
            timeline.Unplanned.Count,
            TimeDistribution.Of(timeline.Runs.Select(run => description.Nanoseconds(run.Lateness))),
            TimeDistribution.Of(timeline.Runs.Where(run => run.Overrun is not null)
                .Select(run => description.Nanoseconds(run.Overrun!.Value))),
            boundNanoseconds is ulong bound ? WindowVerdict.Of(trace, timeline, bound) : null);
    }

    private static CpuRecords RecordsOf(Trace trace, int cpu) => new(
        cpu,
        trace.Events.Count(item => item.Cpu == cpu),
        trace.Losses.Where(loss => loss.Cpu == cpu).Aggregate(0UL, (sum, loss) => sum + loss.Count));

    private static IEnumerable<ExitCount> ExitsOf(Trace trace) => trace.Events
        .Where(item => item.Kind is TraceKind.Exit or TraceKind.Hypercall)
        .GroupBy(item => (item.Record.Subject, Reason: ReasonOf(item.Record)))
        .Select(group => new ExitCount(trace.Description.NameOf(group.Key.Subject), group.Key.Reason, group.Count()))
        .OrderByDescending(count => count.Count)
        .ThenBy(count => count.Partition, StringComparer.Ordinal)
        .ThenBy(count => count.Reason, StringComparer.Ordinal);

    private static string ReasonOf(in TraceRecord record) => record.Kind == TraceKind.Hypercall
        ? $"{ExitKind.Hypercall} {TraceWords.NameOf((Hypercall)record.Detail)}"
        : TraceWords.NameOf((ExitKind)record.Detail);

    private static IEnumerable<CpuUse> UseOf(Trace trace)
    {
        TraceDescription description = trace.Description;
        IReadOnlyList<CpuSlice> slices = CpuSlice.Of(trace);
        foreach (IGrouping<int, TraceEvent> events in trace.Events.GroupBy(item => item.Cpu).OrderBy(group => group.Key))
        {
            ulong span = events.Max(item => item.Tsc) - events.Min(item => item.Tsc);
            foreach (IGrouping<int, CpuSlice> owned in slices
                .Where(slice => slice.Cpu == events.Key)
                .GroupBy(slice => slice.Vcpu ?? int.MaxValue)
                .OrderBy(group => group.Key))
            {
                ulong ticks = owned.Aggregate(0UL, (sum, slice) => sum + (slice.EndTsc - slice.StartTsc));
                yield return new CpuUse(
                    events.Key,
                    owned.Key == int.MaxValue ? null : description.NameOf(owned.Key),
                    description.Nanoseconds(ticks),
                    span == 0 ? 0 : Math.Round(100m * ticks / span, 3));
            }
        }
    }
}

/// <summary>The records of one CPU.</summary>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Read">How many were read.</param>
/// <param name="Lost">How many were written over before.</param>
public sealed record CpuRecords(int Cpu, int Read, ulong Lost);

/// <summary>How often a virtual CPU stopped for one reason.</summary>
/// <param name="Partition">Name of its partition, with its number where there are several.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How often.</param>
public sealed record ExitCount(string Partition, string Reason, int Count);

/// <summary>Time of a CPU.</summary>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Partition">Whose it was; null if it slept.</param>
/// <param name="Nanoseconds">How much.</param>
/// <param name="Percent">Hundredths of the time that the trace covers on that CPU.</param>
public sealed record CpuUse(int Cpu, string? Partition, long Nanoseconds, decimal Percent);
