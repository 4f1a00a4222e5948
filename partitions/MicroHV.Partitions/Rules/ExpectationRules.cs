// Rules about what is expected of a run.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Rules;

/// <summary>What [expect] may say.</summary>
internal static class ExpectationRules
{
    [Rule("MHV0701", "An expected error is one of a partition of the system.")]
    public static IEnumerable<Breach> ExpectedErrorsHavePartitions(SystemPlan plan) =>
        plan.ExpectedErrors
            .Where(error => !plan.Partitions.Any(partition => partition.Name == error.PartitionName))
            .Select(error => new Breach(
                error.Place, $"there is no partition '{error.PartitionName}'",
                $"name one of {string.Join(", ", plan.Partitions.Select(partition => partition.Name))}"));

    [Rule("MHV0703", "A system whose windows are expected within a bound has a trace to prove it.")]
    public static IEnumerable<Breach> BoundsAreTraced(SystemPlan plan)
    {
        if (plan.WindowBound is { } bound && plan.Trace.BufferSizeBytes is null)
        {
            yield return new Breach(
                bound.Place, "nothing shows when windows begin and end", "write '[trace]' with a 'buffer', for example \"256KiB\"");
        }
    }

    [Rule("MHV0702", "A partition is expected to make one error, since the first one ends it.")]
    public static IEnumerable<Breach> OneErrorEndsAPartition(SystemPlan plan) =>
        plan.ExpectedErrors
            .GroupBy(error => error.PartitionName)
            .SelectMany(errors => errors.Skip(1))
            .Select(error => new Breach(
                error.Place, $"'{error.PartitionName}' cannot make {error.Error} after the error above", "leave one of them out"));
}
