// The lanes on emulators, each with its own machine.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class QemuLaneTests(SharedQemuLane lane) : ShippedLaneTests(lane), IClassFixture<SharedQemuLane>
{
    private readonly SharedQemuLane _lane = lane;

    [Fact]
    public void An_nmi_that_nobody_sent_comes_and_is_counted()
    {
        RunEvidence run = _lane.Lane.Run(Fault("interrupt", 0, 0, 4) with { Kind = FaultKinds.Nmi });
        Assert.Equal(_lane.Lane.Golden.Stop!.Value.NmiCount + 1, run.Stop!.Value.NmiCount);
    }
}

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Slow")]
public sealed class BochsSvmLaneTests(SharedBochsSvmLane lane) : ShippedLaneTests(lane), IClassFixture<SharedBochsSvmLane>;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class BochsVtxLaneTests(SharedBochsVtxLane lane) : ShippedLaneTests(lane), IClassFixture<SharedBochsVtxLane>
{
    private readonly SharedBochsVtxLane _lane = lane;

    // The run without a fault stood at every way into a guest, this one only until its fault.
    [Fact]
    public void Standing_at_a_way_into_a_guest_changes_nothing_that_the_machine_does()
    {
        ulong unused = _lane.Lane.System.Partitions[Target].Ram.HostPhysical + (32 << 10);
        RunEvidence run = _lane.Lane.Run(Fault("memory", unused, 0, 7));
        Assert.Equal(_lane.Lane.Golden.Windows, run.Windows);
        Assert.Equal(
            _lane.Lane.Golden.Partitions.Select(partition => Convert.ToHexString(partition.Console)),
            run.Partitions.Select(partition => Convert.ToHexString(partition.Console)));
    }
}
