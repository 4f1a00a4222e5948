// What CPUID hides from a partition, as the plan says it.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>
/// Bits that a partition finds clear in an answer of CPUID. They are hidden, not switched off: a guest that executes what it
/// was not told of still does it.
/// </summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Leaf">EAX before CPUID.</param>
/// <param name="Subleaf">ECX before CPUID. It counts for leaves that have subleaves; the others ignore ECX.</param>
/// <param name="Eax">Bits to clear in EAX.</param>
/// <param name="Ebx">Bits to clear in EBX.</param>
/// <param name="Ecx">Bits to clear in ECX.</param>
/// <param name="Edx">Bits to clear in EDX.</param>
public sealed record CpuidMaskPlan(Place Place, uint Leaf, uint Subleaf, uint Eax, uint Ebx, uint Ecx, uint Edx);
