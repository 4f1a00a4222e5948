// What [expect] of a campaign says.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Schema;

namespace MicroHV.Campaigns.Files;

/// <summary>What a good campaign shows. A key that is absent is not judged, unless it has a default.</summary>
[Section("[expect]")]
internal sealed class ExpectationSection : Section
{
    /// <summary>The most runs of class I among faults that start in a partition.</summary>
    [Number("isolation-violations", Default = "0")]
    public Written<ulong>? IsolationViolations { get; init; }

    /// <summary>The most runs of class X among faults that start in a partition.</summary>
    [Number("uncontrolled-crashes", Default = "0")]
    public Written<ulong>? UncontrolledCrashes { get; init; }

    /// <summary>The most runs of class P among faults that start in a partition.</summary>
    [Number("controlled-stops", Absent = "not judged")]
    public Written<ulong>? ControlledStops { get; init; }

    /// <summary>The most runs of class E, of all faults.</summary>
    [Number("experiment-errors", Default = "0")]
    public Written<ulong>? ExperimentErrors { get; init; }

    /// <summary>Of faults in the kernel's own state that are not N, the least percentage that ends M, C or P.</summary>
    [Number("kernel-controlled-percent", Absent = "not judged")]
    public Written<ulong>? KernelControlledPercent { get; init; }
}
