// A fault of which lanes say different things.
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Reports;

/// <summary>The same fault on several lanes, with different outcomes.</summary>
/// <param name="Number">Number of the run.</param>
/// <param name="Explanation">The rule of a manual that makes the difference; null if none does.</param>
/// <param name="Runs">The run on each lane, by its name.</param>
internal sealed record Disagreement(long Number, string? Explanation, IReadOnlyList<RunRow> Runs)
{
    /// <summary>The disagreement of <paramref name="runs"/>, of which there is at least one.</summary>
    public static Disagreement Of(IReadOnlyList<RunRow> runs) => new(runs[0].Number, Explain(runs), runs);

    /// <summary>The outcomes in words: <c>C on model-vtx, N on model-svm</c>.</summary>
    public string Outcomes() => string.Join(", ", Runs.Select(row => $"{row.Outcome} on {row.Lane}"));

    // What the vendors' processors check at an entry differs by their manuals: one names the rule by which it refused the guest, and
    // the other, which has no such rule, entered it. That explains nothing where lanes differ that refused alike.
    private static string? Explain(IReadOnlyList<RunRow> runs)
    {
        IGrouping<string, RunRow>[] verdicts = [.. runs.GroupBy(row => row.Refused)];
        bool isByVerdict = verdicts.Length > 1 && verdicts.All(rows => rows.Select(row => row.Outcome).Distinct().Count() == 1);
        return isByVerdict ? string.Join("; ", verdicts.Select(rows => rows.Key).Where(rule => rule.Length != 0)) : null;
    }
}
