// Whether a trace proves that every window came on time.
using System.Globalization;

namespace MicroHV.Machines;

/// <summary>The judgement of a trace against a bound.</summary>
/// <param name="BoundNanoseconds">Most nanoseconds by which a window may begin or end late.</param>
/// <param name="Windows">Windows that the trace shows from start to end.</param>
/// <param name="WorstLatenessNanoseconds">The latest start.</param>
/// <param name="WorstOverrunNanoseconds">The latest end.</param>
/// <param name="Objections">Why it is no proof, a sentence each; empty if it is one.</param>
public sealed record WindowVerdict(
    ulong BoundNanoseconds,
    int Windows,
    long WorstLatenessNanoseconds,
    long WorstOverrunNanoseconds,
    IReadOnlyList<string> Objections)
{
    private const int MaxNamed = 5;

    /// <summary>True if the trace proves that every window began and ended within the bound.</summary>
    public bool IsProven => Objections.Count == 0;

    /// <summary>Judges a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="timeline">Its windows.</param>
    /// <param name="boundNanoseconds">Most nanoseconds by which a window may begin or end late.</param>
    public static WindowVerdict Of(Trace trace, WindowTimeline timeline, ulong boundNanoseconds)
    {
        TraceDescription description = trace.Description;
        List<string> objections = [];
        if (trace.LostCount != 0)
        {
            objections.Add($"{trace.LostCount} records were lost; give the trace a larger buffer");
        }

        if (!trace.IsWhole)
        {
            objections.Add("the file of the trace was cut short");
        }

        List<WindowRun> whole = [.. timeline.Runs.Where(run => run.EndTsc is not null)];
        if (whole.Count == 0)
        {
            objections.Add("the trace shows no window");
        }

        Name(
            objections,
            timeline.Missed.Select(missed => $"a window of {description.NameOf(missed.Vcpu)} in frame {missed.Frame} did not come"));
        Name(
            objections,
            timeline.Unplanned.Select(item =>
                $"{description.NameOf(item.Record.Subject)} had a window of CPU {item.Cpu} at "
                + $"{Microseconds(description.NanosecondsAt(item.Tsc))}, where the plan has none"));
        Name(objections, timeline.Runs.SelectMany(run => Breaches(description, run, boundNanoseconds)));
        return new WindowVerdict(
            boundNanoseconds,
            whole.Count,
            timeline.Runs.Select(run => description.Nanoseconds(run.Lateness)).DefaultIfEmpty().Max(),
            whole.Select(run => description.Nanoseconds(run.Overrun!.Value)).DefaultIfEmpty().Max(),
            objections);
    }

    /// <summary>The verdict in a sentence.</summary>
    public string Sentence() => IsProven
        ? $"the trace proves that all {Windows} windows began and ended within {Microseconds((long)BoundNanoseconds)}: "
            + $"at most {Microseconds(WorstLatenessNanoseconds)} and {Microseconds(WorstOverrunNanoseconds)} late"
        : $"the trace does not prove that every window began and ended within {Microseconds((long)BoundNanoseconds)}: {Objections[0]}";

    private static IEnumerable<string> Breaches(TraceDescription description, WindowRun run, ulong bound)
    {
        string window = $"a window of {description.NameOf(run.Vcpu)} in frame {run.Frame}";
        if (description.Nanoseconds(run.Lateness) is long late && (ulong)late > bound)
        {
            yield return $"{window} began {Microseconds(late)} late";
        }

        if (run.Overrun is ulong overrun && description.Nanoseconds(overrun) is long over && (ulong)over > bound)
        {
            yield return $"{window} ended {Microseconds(over)} late";
        }
    }

    // The first few by name, the rest as a number.
    private static void Name(List<string> objections, IEnumerable<string> sentences)
    {
        string[] all = [.. sentences];
        objections.AddRange(all.Take(MaxNamed));
        if (all.Length > MaxNamed)
        {
            objections.Add($"and {all.Length - MaxNamed} more like the last");
        }
    }

    private static string Microseconds(long nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000m:0.###}us");
}
