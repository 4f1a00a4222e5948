// From what a plan hides of CPUID to the records that the kernel goes through.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>One record for each leaf, or for each subleaf of a leaf that has them.</summary>
internal static class CpuidMasks
{
    // Of the leaves that the kernel shows a guest. SDM 2A, "CPUID—CPU Identification".
    private static readonly uint[] _leavesWithSubleaves = [4, 7, 0xD];

    /// <summary>
    /// The records, ascending by leaf and subleaf. A partition may have
    /// <see cref="CpuidMaskRecord.MaxPerPartition"/> of them.
    /// </summary>
    public static IReadOnlyList<CpuidMaskRecord> Of(IEnumerable<CpuidMaskPlan> masks) =>
    [
        .. masks
            .Select(RecordOf)
            .GroupBy(mask => (mask.Leaf, mask.Subleaf))
            .OrderBy(group => group.Key)
            .Select(group => group.Aggregate(Union)),
    ];

    private static CpuidMaskRecord RecordOf(CpuidMaskPlan mask) => new()
    {
        Leaf = mask.Leaf,
        Subleaf = _leavesWithSubleaves.Contains(mask.Leaf) ? mask.Subleaf : CpuidMaskRecord.AnySubleaf,
        Eax = mask.Eax,
        Ebx = mask.Ebx,
        Ecx = mask.Ecx,
        Edx = mask.Edx,
    };

    private static CpuidMaskRecord Union(CpuidMaskRecord first, CpuidMaskRecord second) => first with
    {
        Eax = first.Eax | second.Eax,
        Ebx = first.Ebx | second.Ebx,
        Ecx = first.Ecx | second.Ecx,
        Edx = first.Edx | second.Edx,
    };
}
