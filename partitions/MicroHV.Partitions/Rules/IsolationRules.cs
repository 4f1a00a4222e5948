// The rule that is proved and not only checked.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Proofs;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Isolation, proved on the tables that the kernel will build.</summary>
internal static class IsolationRules
{
    [Rule(
        "MHV0801",
        "The nested tables that the kernel builds reach the regions of each partition and nothing else.",
        NeedsGoodPlan = true)]
    public static IEnumerable<Breach> TablesKeepPartitionsApart(SystemPlan plan) =>
        IsolationProof.Refute(plan).Select(fault => new Breach(
            Place.Start,
            fault,
            "this is a fault of the kernel or of these rules: please report it with the description"));
}
