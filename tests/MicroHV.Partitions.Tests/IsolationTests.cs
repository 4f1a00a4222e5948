// The proof holds for good plans and sees what a wrong one would do.
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Proofs;

namespace MicroHV.Partitions.Tests;

public sealed class IsolationTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_good_plan_keeps_partitions_apart() => Assert.Empty(IsolationProof.Refute(_good.Plan()));

    [Fact]
    public void Frames_of_another_partition_are_seen()
    {
        SystemPlan plan = _good.Plan();
        plan.Partitions[1].Ram.HostPhysical = plan.Partitions[0].Ram.HostPhysical;
        Assert.Equal(
            $"frame 0x{plan.Partitions[0].Ram.HostPhysical:X} is reached by 'safety' and by 'general'",
            Assert.Single(IsolationProof.Refute(plan)));
    }

    [Fact]
    public void Frames_that_only_one_side_shares_are_seen()
    {
        SystemPlan plan = _good.Plan();
        RegionPlan mailbox = plan.Regions.First(region => region.IsShared);
        plan.Partitions[1].Regions[0].HostPhysical = mailbox.HostPhysical;
        Assert.NotEmpty(IsolationProof.Refute(plan));
    }

    [Fact]
    public void Frames_of_the_kernel_are_seen()
    {
        SystemPlan plan = _good.Plan();
        plan.Partitions[0].Ram.HostPhysical = 0;
        Assert.Equal("'safety' reaches the kernel at 0x0-0x1FFFFF", Assert.Single(IsolationProof.Refute(plan)));
    }

    [Fact]
    public void Rights_against_the_plan_are_seen()
    {
        SystemPlan plan = _good.Plan();
        List<MappedExtent> extents = NestedTables<Kernel.Backends.EptEntry>.Map(plan, 2)!;
        extents[0] = extents[0] with { Rights = RegionRights.Read | RegionRights.Write };
        Assert.Contains(
            "against the plan", Assert.Single(IsolationProof.Refute(plan, extents)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_page_is_seen()
    {
        SystemPlan plan = _good.Plan();
        List<MappedExtent> extents = NestedTables<Kernel.Backends.NptEntry>.Map(plan, 2)!;
        extents.RemoveAt(0);
        Assert.Contains(
            "bytes mapped instead of", Assert.Single(IsolationProof.Refute(plan, extents)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layout_without_a_diagnostic_is_proved() =>
        Gen.Select(Gen.UInt[0x200, 0x2000], Gen.UInt[1, 0x3000], Gen.UInt[0, 0x8000]).Sample((at, size, host) =>
        {
            LoadedSystem loaded = _good.Load(
                "memory = \"2MiB\"", $"memory = {{ at = 0x{at:X}000, size = 0x{size:X}000, host = 0x{host:X}000 }}");
            return loaded.Diagnostics.All(diagnostic => diagnostic.Id != "MHV0801");
        }, iter: 100);
}
