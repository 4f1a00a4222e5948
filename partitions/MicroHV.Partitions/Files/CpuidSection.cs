// What a partition is told by CPUID.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>What is taken from the answers of CPUID.</summary>
[Section("cpuid")]
public sealed class CpuidSection : Section
{
    /// <summary>
    /// Features that the partition does not see: [names](#cpuid), or bits as <c>"leaf.subleaf.register.bit"</c> such as
    /// <c>"7.0.ebx.18"</c>. Hiding a feature does not keep a guest from trying its instructions.
    /// </summary>
    [CpuidBits("hide", Absent = "none")]
    public IReadOnlyList<Written<CpuidBit>> Hide { get; init; } = [];
}
