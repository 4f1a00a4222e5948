// The lanes on emulators, each with its own machine.
using System.Diagnostics;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Images;
using MicroHV.Image.Injection;
using MicroHV.Image.Injection.Qemu;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

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

    [Fact]
    public void Gdb_may_look_at_a_machine_with_its_fault_in_it_and_let_it_go_on()
    {
        RequiredTools.Require([ToolTable.Qemu, ToolTable.Gdb]);
        CampaignPlan plan = PlanOf("register");
        Process? gdb = null;
        using ShippedLane lane = CampaignLanes.CreateDebugged(plan, port => gdb = StartGdb(port));
        RunEvidence run = lane.Run(Fault("register", 0, 3, 5) with { Element = "R13", Kind = FaultKinds.StuckAt1 });
        string said = gdb!.StandardOutput.ReadToEnd();
        gdb.Dispose();
        Assert.Contains("<svm_enter>", said, StringComparison.Ordinal);
        Assert.NotNull(run.Injected);
        Assert.Equal(StopReason.FrameLimitReached, run.Stop!.Value.Reason);
    }

    // The last byte of the blob is beyond all that anybody reads. A machine with a fault in the blob boots for itself; the golden run went on
    // from a snapshot.
    [Fact]
    public void A_run_from_a_snapshot_leaves_what_a_run_from_reset_leaves()
    {
        ShippedLane lane = _lane.Lane;
        ulong unread = lane.System.Kernel.BlobBase + lane.BlobSizeBytes - 1;
        RunEvidence booted = lane.Run(Fault("image", unread, 0, 0) with { Trigger = FaultTriggers.Boot });
        Assert.Equal(lane.Golden.Windows, booted.Windows);
        Assert.Equal(
            lane.Golden.Partitions.SelectMany(partition => partition.Regions), booted.Partitions.SelectMany(partition => partition.Regions));
        Assert.Equal(
            lane.Golden.Partitions.Select(partition => Convert.ToHexString(partition.Console)),
            booted.Partitions.Select(partition => Convert.ToHexString(partition.Console)));
    }

    private static CampaignPlan PlanOf(string location)
    {
        SystemPlan system = SystemSource.Load(SharedLane.SystemPath).System.Plan!;
        return new CampaignPlan
        {
            Name = "one",
            Path = "one.toml",
            Text = "",
            System = system,
            Lanes = [],
            Seed = 1,
            Runs = 1,
            Frames = SharedLane.Frames,
            Faults = [new FaultRule(FaultLocation.Find(location)!, [FaultKinds.StuckAt1], [FaultTriggers.Entry], Target, 1)],
            Expect = new Expectations(0, 0, null, 0, null),
        };
    }

    private static Process StartGdb(int port)
    {
        ProcessStartInfo start = new(
            "gdb", ["-q", "-batch", "-ex", $"target remote 127.0.0.1:{port}", "-ex", "info registers rip", "-ex", "detach", Repository.KernelElf])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Slow")]
public sealed class EndlessMachineTests
{
    [Fact]
    public void A_machine_that_does_not_end_is_ended_by_its_own_time()
    {
        RequiredTools.Require(Lane.QemuSvm.RequiredTools);
        const ulong FramesWithoutEnd = 1_000_000;
        ShippedSystem system = ShippedSystem.Load(SharedLane.SystemPath, FramesWithoutEnd);
        using QemuInjectedMachine machine = new(system);
        ulong unread = system.Plan.Kernel.BlobBase + (ulong)system.Blob.Length - 1;
        Fault fault = new("image", FaultKinds.BitFlip, 0, "blob", unread, 0, FaultTriggers.Boot, 0, 0);
        MachineRemains remains = machine.Run(new ShippedInjection(fault));
        Assert.Null(remains.Failure);
        Assert.Equal("the machine ended without a record", remains.Ending);
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
