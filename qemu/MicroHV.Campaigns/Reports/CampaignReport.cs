// What a campaign showed: the facts that every form of its report is made of.
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Machines;

namespace MicroHV.Campaigns.Reports;

/// <summary>Outcomes of some runs.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Total">How many runs they are.</param>
/// <param name="Classes">Of each class, in the order of the letters.</param>
internal sealed record OutcomeCounts(string Name, long Total, IReadOnlyDictionary<OutcomeClass, Proportion> Classes)
{
    /// <summary>The counts of <paramref name="rows"/>; shares are of those that the experiment did not fail.</summary>
    public static OutcomeCounts Of(string name, IReadOnlyList<RunRow> rows)
    {
        long failed = rows.Count(row => row.Outcome == OutcomeClass.E);
        return new OutcomeCounts(name, rows.Count, Enum.GetValues<OutcomeClass>().ToDictionary(
            outcome => outcome,
            outcome => new Proportion(
                rows.Count(row => row.Outcome == outcome), outcome == OutcomeClass.E ? rows.Count : rows.Count - failed)));
    }
}

/// <summary>An expectation with what became of it.</summary>
/// <param name="Name">The key of the campaign file.</param>
/// <param name="Expected">What it says.</param>
/// <param name="Found">What the runs show.</param>
/// <param name="IsMet">Whether that is good.</param>
internal sealed record ExpectationVerdict(string Name, string Expected, string Found, bool IsMet);

/// <summary>All facts of a campaign.</summary>
internal sealed record CampaignReport
{
    private const int MaxExamples = 24;

    /// <summary>The campaign's name.</summary>
    public required string Name { get; init; }

    /// <summary>The system's name.</summary>
    public required string System { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Major frames of each run.</summary>
    public required ulong Frames { get; init; }

    /// <summary>Version of the tool.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of campaign, system and kernel.</summary>
    public required string Digest { get; init; }

    /// <summary>Runs that the campaign has, on all lanes.</summary>
    public required long Planned { get; init; }

    /// <summary>All runs that are finished.</summary>
    public required OutcomeCounts Total { get; init; }

    /// <summary>By lane.</summary>
    public required IReadOnlyList<OutcomeCounts> Lanes { get; init; }

    /// <summary>By location.</summary>
    public required IReadOnlyList<OutcomeCounts> Locations { get; init; }

    /// <summary>By kind.</summary>
    public required IReadOnlyList<OutcomeCounts> Kinds { get; init; }

    /// <summary>Nanoseconds from injection to detection; null if nothing was detected.</summary>
    public required TimeDistribution? Latency { get; init; }

    /// <summary>Nanoseconds from a partition's first error to its next life; null if none began anew.</summary>
    public required TimeDistribution? Recovery { get; init; }

    /// <summary>Whether lanes say the same of the same fault.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>When the plan lets whom run.</summary>
    public required PlannedTime Time { get; init; }

    /// <summary>What was expected.</summary>
    public required IReadOnlyList<ExpectationVerdict> Expectations { get; init; }

    /// <summary>Every run that was not N, M or C.</summary>
    public required IReadOnlyList<RunRow> Notable { get; init; }

    /// <summary>Runs to be shown in pictures: one for each class and location, the gravest class first.</summary>
    [JsonIgnore]
    public IReadOnlyList<RunRow> Examples { get; init; } = [];

    /// <summary>All classes that had an effect, the gravest first.</summary>
    public static ImmutableArray<OutcomeClass> Gravest { get; } =
    [
        OutcomeClass.I, OutcomeClass.X, OutcomeClass.E, OutcomeClass.P, OutcomeClass.S, OutcomeClass.H, OutcomeClass.C, OutcomeClass.M,
    ];

    /// <summary>Whether every run is there and every expectation is met.</summary>
    public bool IsGood => IsComplete && Expectations.All(expectation => expectation.IsMet);

    /// <summary>Whether every run is there.</summary>
    public bool IsComplete => Total.Total == Planned;

    /// <summary>The report of <paramref name="rows"/>.</summary>
    public static CampaignReport Of(CampaignPlan plan, string digest, string version, IReadOnlyList<RunRow> rows) => new()
    {
        Name = plan.Name,
        System = plan.System.Name,
        Seed = plan.Seed,
        Frames = plan.Frames,
        Version = version,
        Digest = digest,
        Planned = plan.Planned,
        Total = OutcomeCounts.Of("all", rows),
        Lanes = GroupedBy(rows, row => row.Lane, plan.Lanes.Select(lane => lane.Name)),
        Locations = GroupedBy(rows, row => row.Fault.Location, FaultLocation.All.Select(location => location.Name)),
        Kinds = GroupedBy(
            rows, row => row.Fault.Kind, FaultKinds.Bits.Concat(FaultKinds.Behaviours).Concat(FaultKinds.Interrupts)),
        Latency = TimeDistribution.Of(rows.Select(row => row.Detected).OfType<long>()),
        Recovery = TimeDistribution.Of(rows.Select(row => row.Recovered).OfType<long>()),
        Agreement = Agreement.Of(rows),
        Time = PlannedTime.Of(plan.System),
        Expectations = [.. Judge(plan.Expect, rows)],
        Notable = [.. rows.Where(row => row.Outcome is not (OutcomeClass.N or OutcomeClass.M or OutcomeClass.C))],
        Examples =
        [
            .. rows.Where(row => row.Windows.Length != 0 && row.Injected is not null)
                .GroupBy(row => (row.Outcome, row.Fault.Location))
                .Select(runs => runs.First())
                .OrderBy(row => Gravest.IndexOf(row.Outcome))
                .Take(MaxExamples),
        ],
    };

    private static IReadOnlyList<OutcomeCounts> GroupedBy(
        IReadOnlyList<RunRow> rows, Func<RunRow, string> key, IEnumerable<string> order)
    {
        ILookup<string, RunRow> groups = rows.ToLookup(key);
        return [.. order.Where(groups.Contains).Select(name => OutcomeCounts.Of(name, [.. groups[name]]))];
    }

    private static IEnumerable<ExpectationVerdict> Judge(Expectations expect, IReadOnlyList<RunRow> rows)
    {
        RunRow[] own = [.. rows.Where(row => row.Fault.StartsInPartition)];
        RunRow[] kernels = [.. rows.Where(row => !row.Fault.StartsInPartition)];
        yield return AtMost("isolation-violations", expect.IsolationViolations, own, OutcomeClass.I);
        yield return AtMost("uncontrolled-crashes", expect.UncontrolledCrashes, own, OutcomeClass.X);
        if (expect.ControlledStops is ulong stops)
        {
            yield return AtMost("controlled-stops", stops, own, OutcomeClass.P);
        }

        yield return AtMost("experiment-errors", expect.ExperimentErrors, rows, OutcomeClass.E);
        if (expect.KernelControlledPercent is ulong percent)
        {
            RunRow[] effective = [.. kernels.Where(row => row.Outcome is not (OutcomeClass.N or OutcomeClass.E))];
            int controlled = effective.Count(row => row.Outcome is OutcomeClass.M or OutcomeClass.C or OutcomeClass.P);
            Proportion share = new(controlled, effective.Length);
            yield return new ExpectationVerdict(
                "kernel-controlled-percent",
                $"at least {percent} %",
                FormattableString.Invariant($"{100 * share.Share:0.##} % of {effective.Length}"),
                effective.Length == 0 || (ulong)controlled * 100 >= percent * (ulong)effective.Length);
        }
    }

    private static ExpectationVerdict AtMost(string name, ulong most, IReadOnlyList<RunRow> rows, OutcomeClass outcome)
    {
        int found = rows.Count(row => row.Outcome == outcome);
        return new ExpectationVerdict(
            name, most == 0 ? "none" : $"at most {most}", $"{found} of {rows.Count}", (ulong)found <= most);
    }
}
