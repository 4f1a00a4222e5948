// The trace of a run, in facts.
namespace MicroHV.Machines;

/// <summary>What became of the trace that was to be read beside a run.</summary>
/// <param name="Problem">Why there is none; null if there is one.</param>
/// <param name="Records">Records that were read.</param>
/// <param name="Lost">Records that were written over before.</param>
/// <param name="Windows">Whether every window came within its bound; null if nobody asked.</param>
public sealed record TraceReport(string? Problem, int Records, ulong Lost, WindowVerdict? Windows)
{
    /// <summary>What speaks against the run, a sentence each.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Objections => (Problem, Windows) switch
    {
        ({ } problem, _) => [$"There is no trace: {problem}."],
        (_, { IsProven: false } windows) => [.. windows.Objections.Select(objection => $"Windows: {objection}.")],
        _ => [],
    };

    /// <summary>The report of a trace.</summary>
    /// <param name="collector">What read it; the run is over.</param>
    /// <param name="boundNanoseconds">Most nanoseconds by which a window may be late; null to judge nothing.</param>
    /// <exception cref="InvalidDataException">What was written cannot be read.</exception>
    public static TraceReport Of(TraceCollector collector, ulong? boundNanoseconds)
    {
        if (collector.Problem is { } problem)
        {
            return new TraceReport(problem, 0, 0, null);
        }

        Trace trace = TraceFile.Read(collector.Path);
        return new TraceReport(
            null,
            trace.Events.Count,
            trace.LostCount,
            boundNanoseconds is ulong bound ? WindowVerdict.Of(trace, WindowTimeline.Of(trace), bound) : null);
    }
}
