// What walks over nested tables found.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Proofs;

namespace MicroHV.Image.Evidence;

/// <summary>Walks that found the same, and what they found.</summary>
/// <param name="Walks">The kinds of tables.</param>
/// <param name="Partitions">What the tables of each partition map.</param>
internal sealed record TableEvidence(IReadOnlyList<WalkedTables> Walks, IReadOnlyList<PartitionTables> Partitions)
{
    /// <summary>The walks over the tables of <paramref name="plan"/>, those with the same result together.</summary>
    public static IReadOnlyList<TableEvidence> Of(SystemPlan plan)
    {
        List<(List<WalkedTables> Walks, IReadOnlyList<MappedExtent> Extents)> results = [];
        foreach (TableWalk walk in TableWalks.Of(plan))
        {
            IReadOnlyList<MappedExtent> extents = walk.Extents
                ?? throw new InvalidOperationException("the pool is too small for the nested tables");
            int same = results.FindIndex(result => result.Extents.SequenceEqual(extents));
            if (same < 0)
            {
                same = results.Count;
                results.Add(([], extents));
            }

            results[same].Walks.Add(new WalkedTables(walk.Format, walk.LargestPageBytes));
        }

        return [.. results.Select(result => new TableEvidence(result.Walks, PartitionTables.Of(plan, result.Extents)))];
    }
}
