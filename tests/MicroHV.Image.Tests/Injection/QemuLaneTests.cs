// The lane with the shipped kernel: faults come where they should, isolation can be seen to break, and a run repeats itself.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Injection.Qemu;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class QemuLaneTests : IDisposable
{
    private const ulong Frames = 3;
    private const int Target = 1;

    private static readonly string _system = Path.Combine(Repository.Root, "qemu", "campaigns", "neighbours", "system.toml");

    private readonly QemuLane _lane;

    public QemuLaneTests()
    {
        RequiredTools.Require(ToolTable.Qemu);
        _lane = new QemuLane(QemuSystem.Load(_system, Frames));
    }

    public void Dispose() => _lane.Dispose();

    [Fact]
    public void Without_a_fault_every_partition_works_in_every_window()
    {
        Assert.Equal([Frames, 2 * Frames, Frames], _lane.Golden.Partitions.Select(partition => partition.Progress));
        Assert.Equal(4 * (int)Frames, _lane.Golden.Windows.Count);
        Assert.All(_lane.Golden.Partitions, partition => Assert.Empty(partition.Errors));
    }

    // One bit of the entry that maps the page with the array of `target`, and the page is one of a neighbour's.
    [Fact]
    public void A_nested_entry_that_leads_to_a_neighbour_is_an_isolation_violation()
    {
        RegionPlan[] others = [.. _lane.System.Partitions.Where(partition => partition.Index != Target).Select(partition => partition.Ram)];
        PartitionPlan target = _lane.System.Partitions[Target];
        ElfImage image = ElfImage.Read(File.ReadAllBytes(target.Image!.Path), "worker");
        ulong array = image.FindSymbol("array")!.Value - target.Ram.Guest.Start + target.Ram.HostPhysical;
        ulong page = array & ~(RegionPlan.PageSizeBytes - 1);
        int bit = Enumerable.Range(12, 20).First(bit => others.Any(other => (page ^ (1ul << bit)) - other.HostPhysical < other.Guest.SizeBytes));
        Judgement judgement = Judge(Fault("nested-table", _lane.NestedEntryOf(Target, page), bit, 12));
        Assert.True(judgement.Outcome == OutcomeClass.I, $"{judgement}");
        Assert.EndsWith("its memory 'ram' differs", judgement.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_with_a_wrong_bit_is_refused_with_a_record()
    {
        Judgement judgement = Judge(Fault("image", _lane.System.Kernel.BlobBase, 0, 0) with { Trigger = FaultTriggers.Boot });
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.BlobMagic}"), (judgement.Outcome, judgement.Why));
    }

    [Fact]
    public void A_fault_in_a_register_repeats_itself_and_leaves_the_others_alone()
    {
        Fault fault = Fault("register", 0, 3, 5) with { Element = "R13" };
        RunEvidence first = _lane.Run(fault);
        RunEvidence second = _lane.Run(fault);
        Assert.NotNull(first.Injected);
        Assert.Equal(first.Windows, second.Windows);
        Assert.Equal(first.Partitions.SelectMany(partition => partition.Regions), second.Partitions.SelectMany(partition => partition.Regions));
        Judgement judgement = new Oracle(_lane.System, _lane.Golden).Judge(fault, first);
        Assert.Contains(judgement.Outcome, new[] { OutcomeClass.N, OutcomeClass.C, OutcomeClass.H, OutcomeClass.S });
    }

    private static Fault Fault(string location, ulong address, int bit, ulong at) =>
        new(location, FaultKinds.BitFlip, Target, "planted", address, bit, FaultTriggers.Entry, at, 0);

    private Judgement Judge(Fault fault) => new Oracle(_lane.System, _lane.Golden).Judge(fault, _lane.Run(fault));
}
