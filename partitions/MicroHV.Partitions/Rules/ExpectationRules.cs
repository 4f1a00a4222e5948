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
}
