// What a plan hides of CPUID, as records.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class CpuidMaskTests
{
    [Fact]
    public void Masks_of_one_leaf_become_one_record()
    {
        CpuidMaskRecord record = Assert.Single(CpuidMasks.Of([
            new CpuidMaskPlan(Place.Start, 7, 0, 0, 1, 4, 0), new CpuidMaskPlan(Place.Start, 7, 0, 0x10, 2, 4, 8)]));
        Assert.Equal((7u, 0u), (record.Leaf, record.Subleaf));
        Assert.Equal((0x10u, 3u, 4u, 8u), (record.Eax, record.Ebx, record.Ecx, record.Edx));
    }

    [Fact]
    public void A_leaf_without_subleaves_is_masked_whatever_ECX_is() => Assert.Equal(
        [(1u, CpuidMaskRecord.AnySubleaf), (0x8000_0001u, CpuidMaskRecord.AnySubleaf)],
        CpuidMasks.Of([Mask(0x8000_0001, 0), Mask(1, 5), Mask(1, 0)]).Select(mask => (mask.Leaf, mask.Subleaf)));

    [Fact]
    public void Subleaves_are_masked_each_for_itself() => Assert.Equal(
        [(4u, 3u), (7u, 0u), (0xDu, 0u), (0xDu, 1u)],
        CpuidMasks.Of([Mask(0xD, 1), Mask(7, 0), Mask(0xD, 0), Mask(4, 3)]).Select(mask => (mask.Leaf, mask.Subleaf)));

    private static CpuidMaskPlan Mask(uint leaf, uint subleaf) => new(Place.Start, leaf, subleaf, 0, 0, 1, 0);
}
