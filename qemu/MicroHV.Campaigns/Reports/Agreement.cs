// Whether lanes say the same of the same fault.
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Reports;

/// <summary>Faults that start in a partition and were injected on several lanes at the same place and moment.</summary>
/// <param name="Share">Those of which every lane says the same, of all of them.</param>
/// <param name="Disagreements">Runs of the others, by number and lane.</param>
internal sealed record Agreement(Proportion Share, IReadOnlyList<RunRow> Disagreements)
{
    /// <summary>What the lanes of <paramref name="rows"/> agree on.</summary>
    public static Agreement Of(IReadOnlyList<RunRow> rows)
    {
        // Where tables and images lie is a lane's own.
        IGrouping<object, RunRow>[] same =
        [
            .. rows.Where(row => row.Fault.StartsInPartition && row.Outcome != OutcomeClass.E)
                .GroupBy(row => (object)(row.Number, row.Fault with { Address = 0 }))
                .Where(runs => runs.Count() > 1),
        ];
        IGrouping<object, RunRow>[] split =
            [.. same.Where(runs => runs.Select(row => row.Outcome).Distinct().Count() > 1)];
        return new Agreement(
            new Proportion(same.Length - split.Length, same.Length),
            [.. split.SelectMany(runs => runs).OrderBy(row => row.Number).ThenBy(row => row.Lane, StringComparer.Ordinal)]);
    }
}
