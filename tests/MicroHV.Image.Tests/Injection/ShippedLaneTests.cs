// Lanes with the shipped kernel: faults come where they should, isolation can be seen to break, and a run repeats itself.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Tests.Injection;

/// <summary>What every such lane must do.</summary>
public abstract class ShippedLaneTests
{
    private protected const int Target = 1;

    private readonly ShippedLane _lane;

    private protected ShippedLaneTests(SharedLane lane) => _lane = lane.Lane;

    [Fact]
    public void Without_a_fault_every_partition_works_in_every_window()
    {
        const ulong Frames = SharedLane.Frames;
        Assert.Equal([Frames, 2 * Frames, Frames], _lane.Golden.Partitions.Select(partition => partition.Progress));
        Assert.Equal(4 * (int)Frames, _lane.Golden.Windows.Count);
        Assert.All(_lane.Golden.Partitions, partition => Assert.Empty(partition.Errors));
    }

    // One bit of the entry that maps the page with the array of `target`, and the page is one of a neighbour's.
    [Fact]
    public void A_nested_entry_that_leads_to_a_neighbour_ends_the_kernel_within_a_major_frame()
    {
        RegionPlan[] others = [.. _lane.System.Partitions.Where(partition => partition.Index != Target).Select(partition => partition.Ram)];
        ulong page = AddressOfArray() & ~(RegionPlan.PageSizeBytes - 1);
        int bit = Enumerable.Range(12, 20).First(bit => others.Any(other => (page ^ (1ul << bit)) - other.HostPhysical < other.Guest.SizeBytes));
        Judgement judgement = Judge(Fault("nested-table", _lane.NestedEntryOf(Target, page), bit, 12));
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.ChecksumMismatch}"), (judgement.Outcome, judgement.Why));
        Assert.InRange(judgement.Detected!.Value, 1, (long)_lane.System.Schedule.MajorFrameNanoseconds);
    }

    // The last bytes of its memory, which its program has no use for.
    [Fact]
    public void A_byte_of_a_neighbour_that_changes_is_an_isolation_violation()
    {
        AddressRange ram = new(_lane.System.Partitions[0].Ram.HostPhysical, _lane.System.Partitions[0].Ram.Guest.SizeBytes);
        Judgement judgement = Judge(Fault("memory", ram.End - 1, 0, 12));
        Assert.True(judgement.Outcome == OutcomeClass.I, $"{judgement}");
        Assert.EndsWith("its memory 'ram' differs", judgement.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_with_a_wrong_bit_is_refused_with_a_record()
    {
        Judgement judgement = Judge(Fault("image", _lane.System.Kernel.BlobBase, 0, 0) with { Trigger = FaultTriggers.Boot });
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.BlobMagic}"), (judgement.Outcome, judgement.Why));
    }

    // An address that is not canonical: the entry must fail, or the first fetch of an instruction.
    [Fact]
    public void A_wrong_bit_of_rip_hits_rip_alone_and_is_contained()
    {
        Judgement judgement = Judge(Fault("guest-state", 0, 63, 5) with { Element = "RIP" });
        Assert.True(judgement.Outcome == OutcomeClass.C, $"{judgement}");
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

    [Fact]
    public void A_window_and_a_time_are_the_first_way_into_a_guest_from_then_on()
    {
        WindowEvidence third = _lane.Golden.Windows.Where(window => window.Partition == Target).ElementAt(2);
        Fault atWindow = Fault("memory", AddressOfArray(), 0, 3) with { Trigger = FaultTriggers.Window };
        Fault atTime = atWindow with { Trigger = FaultTriggers.Time, At = (ulong)third.PlannedStart };
        RunEvidence byWindow = _lane.Run(atWindow);
        RunEvidence byTime = _lane.Run(atTime);
        Assert.Equal(byWindow.Injected, byTime.Injected);
        Assert.InRange(byWindow.Injected!.Value, third.PlannedStart, third.Start);
        Assert.Equal(byWindow.Partitions[Target].Regions, byTime.Partitions[Target].Regions);
        Assert.Equal(OutcomeClass.S, new Oracle(_lane.System, _lane.Golden).Judge(atWindow, byWindow).Outcome);
    }

    [Fact]
    public void Every_time_that_is_drawn_has_a_way_into_a_guest_behind_it()
    {
        FaultRule rule = new(FaultLocation.Find("memory")!, [FaultKinds.BitFlip], [FaultTriggers.Time], Target, 1);
        ulong[] times = [.. Enumerable.Range(1, 1_000).Select(run => _lane.Draw(rule, new FaultDraws(1, run)).At).Order()];
        Fault last = Fault("memory", AddressOfArray(), 0, times[^1]) with { Trigger = FaultTriggers.Time };
        Assert.NotNull(_lane.Run(last).Injected);
        Assert.NotEqual(times[0], times[^1]);
    }

    // The workload writes the whole slot in each round: what was forced only once would soon be as without a fault.
    [Fact]
    public void A_bit_that_is_stuck_is_forced_again_at_every_way_into_a_guest()
    {
        Fault stuckAt0 = Fault("memory", AddressOfArray(), 5, 2) with { Kind = FaultKinds.StuckAt0 };
        Fault stuckAt1 = stuckAt0 with { Kind = FaultKinds.StuckAt1 };
        RunEvidence zero = _lane.Run(stuckAt0);
        RunEvidence one = _lane.Run(stuckAt1);
        Oracle oracle = new(_lane.System, _lane.Golden);
        Assert.Contains(oracle.Judge(stuckAt0, zero).Outcome, new[] { OutcomeClass.N, OutcomeClass.S });
        Assert.Contains(oracle.Judge(stuckAt1, one).Outcome, new[] { OutcomeClass.N, OutcomeClass.S });
        Assert.NotEqual(zero.Partitions[Target].Console, one.Partitions[Target].Console);
    }

    [Fact]
    public void A_partition_that_storms_or_falls_harms_itself_alone()
    {
        Judgement storm = Judge(Behaviour(FaultKinds.ExitStorm));
        Assert.Equal(OutcomeClass.H, storm.Outcome);
        Judgement fall = Judge(Behaviour(FaultKinds.TripleFault));
        Assert.Equal((OutcomeClass.C, "the partition was stopped: UnexpectedTrap, ColdStart"), (fall.Outcome, fall.Why));
    }

    private protected Judgement Judge(Fault fault) => new Oracle(_lane.System, _lane.Golden).Judge(fault, _lane.Run(fault));

    private protected static Fault Fault(string location, ulong address, int bit, ulong at) =>
        new(location, FaultKinds.BitFlip, Target, "planted", address, bit, FaultTriggers.Entry, at, 0);

    private static Fault Behaviour(string kind) => Fault("behaviour", 0, 0, 1) with { Kind = kind, Trigger = FaultTriggers.Window, Seed = 653 };

    private ulong AddressOfArray()
    {
        PartitionPlan target = _lane.System.Partitions[Target];
        ElfImage image = ElfImage.Read(File.ReadAllBytes(target.Image!.Path), "worker");
        return image.FindSymbol("array")!.Value - target.Ram.Guest.Start + target.Ram.HostPhysical;
    }
}
