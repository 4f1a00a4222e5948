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

    [Rule("MHV0702", "A partition is expected to make one error, since the first one ends it.")]
    public static IEnumerable<Breach> OneErrorEndsAPartition(SystemPlan plan) =>
        plan.ExpectedErrors
            .GroupBy(error => error.PartitionName)
            .SelectMany(errors => errors.Skip(1))
            .Select(error => new Breach(
                error.Place, $"'{error.PartitionName}' cannot make {error.Error} after the error above", "leave one of them out"));
}
