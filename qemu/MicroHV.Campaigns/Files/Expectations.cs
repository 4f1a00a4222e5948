// What a campaign must show.
namespace MicroHV.Campaigns.Files;

/// <summary>Bounds on outcomes; one that is null is not judged.</summary>
/// <param name="IsolationViolations">Most runs of class I among faults that start in a partition.</param>
/// <param name="UncontrolledCrashes">Most runs of class X among the same.</param>
/// <param name="ControlledStops">Most runs of class P among the same.</param>
/// <param name="ExperimentErrors">Most runs of class E.</param>
/// <param name="KernelControlledPercent">Of faults in the kernel's own state that are not N or E, the least percentage that ends M, C or P.</param>
internal sealed record Expectations(
    ulong IsolationViolations,
    ulong UncontrolledCrashes,
    ulong? ControlledStops,
    ulong ExperimentErrors,
    ulong? KernelControlledPercent);
