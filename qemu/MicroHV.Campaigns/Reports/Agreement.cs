// Whether lanes say the same of the same fault.
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Reports;

/// <summary>
/// Faults that start in a partition and were injected on several lanes at the same place and moment, where partitions do the same: on
/// the host they run workloads, on emulators their images.
/// </summary>
/// <param name="Share">Those of which every lane says the same, of all of them.</param>
/// <param name="Explained">The same with those of which a manual explains why lanes differ.</param>
/// <param name="Disagreements">All that lanes differ in, by number of the run.</param>
internal sealed record Agreement(Proportion Share, Proportion Explained, IReadOnlyList<Disagreement> Disagreements)
{
    /// <summary>What the lanes of <paramref name="rows"/> agree on.</summary>
    public static Agreement Of(IReadOnlyList<RunRow> rows)
    {
        // Where tables and images lie is a lane's own.
        IGrouping<object, RunRow>[] same =
        [
            .. rows.Where(row => row.Fault.StartsInPartition && row.Outcome != OutcomeClass.E)
                .GroupBy(row => (object)(row.Number, LaneDefinition.IsOnHost(row.Lane), row.Fault with { Address = 0 }))
                .Where(runs => runs.Count() > 1),
        ];
        Disagreement[] split =
        [
            .. same.Where(runs => runs.Select(row => row.Outcome).Distinct().Count() > 1)
                .Select(runs => Disagreement.Of([.. runs.OrderBy(row => row.Lane, StringComparer.Ordinal)]))
                .OrderBy(disagreement => disagreement.Number),
        ];
        int explained = split.Count(disagreement => disagreement.Explanation is not null);
        int agreed = same.Length - split.Length;
        return new Agreement(new Proportion(agreed, same.Length), new Proportion(agreed + explained, same.Length), split);
    }
}
