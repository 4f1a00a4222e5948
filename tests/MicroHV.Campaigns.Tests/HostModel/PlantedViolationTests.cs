// The oracle can fail: faults that break isolation are found and classed I, and a kernel that dies is not taken for a good one.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class PlantedViolationTests
{
    private const ulong Frames = 4;
    private const int Safety = 0;
    private const int General = 1;

    public static TheoryData<ProcessorKind> Kinds => [ProcessorKind.Intel, ProcessorKind.Amd, ProcessorKind.AmdWithoutNextRip];

    // Windows that follow each other without time to check nested tables.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_nested_entry_that_leads_to_a_neighbour_is_an_isolation_violation(ProcessorKind kind)
    {
        SystemPlan system = SmallSystem.PlanOf(WithoutIdleTime(SideBySide()));
        using ModelLane lane = new(kind, system, Frames);
        Judgement judgement = JudgeWrongEntry(system, lane, out _);
        Assert.Equal((OutcomeClass.I, "safety: its memory 'ram' differs"), (judgement.Outcome, judgement.Why));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Where_there_is_time_to_check_nested_tables_the_kernel_ends_before_the_neighbour_runs(ProcessorKind kind)
    {
        SystemPlan system = SmallSystem.PlanOf(SideBySide());
        using ModelLane lane = new(kind, system, Frames);
        Judgement judgement = JudgeWrongEntry(system, lane, out RunEvidence evidence);
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.ChecksumMismatch}"), (judgement.Outcome, judgement.Why));
        Assert.Equal(General, evidence.Windows[^1].Partition);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_blob_with_a_wrong_bit_is_refused_with_a_record(ProcessorKind kind)
    {
        using ModelLane lane = new(kind, SmallSystem.Plan, Frames);
        ulong blob = new Model.LinkerSymbols().BlobStart;
        Fault fault = new("image", FaultKinds.BitFlip, General, "planted", blob, 0, FaultTriggers.Boot, 0, 0);
        Judgement judgement = new Oracle(SmallSystem.Plan, lane.Golden).Judge(fault, lane.Run(fault));
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.BlobMagic}"), (judgement.Outcome, judgement.Why));
    }

    // The next run of the same machine knows nothing of the one before.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_spoilt_machine_is_whole_again(ProcessorKind kind)
    {
        using ModelLane lane = new(kind, SmallSystem.Plan, Frames);
        ulong page = PageOf(SmallSystem.Plan, General);
        Fault grave = new(
            "nested-table", FaultKinds.BitFlip, General, "planted", lane.NestedEntryOf(General, page), 16,
            FaultTriggers.Entry, 3, 0);
        _ = lane.Run(grave);
        Fault harmless = new("register", FaultKinds.BitFlip, General, "R8", 0, 0, FaultTriggers.Entry, 1, 0);
        Judgement judgement = new Oracle(SmallSystem.Plan, lane.Golden).Judge(harmless, lane.Run(harmless));
        Assert.Equal(OutcomeClass.N, judgement.Outcome);
    }

    // One bit of the entry that maps the page on which `general` works, and the page is that of `safety`.
    private static Judgement JudgeWrongEntry(SystemPlan system, ModelLane lane, out RunEvidence evidence)
    {
        ulong page = PageOf(system, General);
        ulong difference = page ^ PageOf(system, Safety);
        Assert.True(ulong.IsPow2(difference), $"the pages differ in 0x{difference:X}");
        Fault fault = new(
            "nested-table", FaultKinds.BitFlip, General, "planted", lane.NestedEntryOf(General, page), (int)ulong.Log2(difference),
            FaultTriggers.Window, 2, 0);
        evidence = lane.Run(fault);
        return new Oracle(system, lane.Golden).Judge(fault, evidence);
    }

    private static string WithoutIdleTime(string text) => text
        .Replace("\"1ms\"", "\"300us\"", StringComparison.Ordinal)
        .Replace("start = \"0us\", duration = \"300us\"", "start = \"0us\", duration = \"100us\"", StringComparison.Ordinal)
        .Replace("start = \"400us\", duration = \"300us\"", "start = \"100us\", duration = \"100us\"", StringComparison.Ordinal)
        .Replace("start = \"700us\"", "start = \"200us\"", StringComparison.Ordinal);

    // The memories of both follow each other, at a multiple of what they have together.
    private static string SideBySide()
    {
        const string Memory = "memory = \"32KiB\"";
        const ulong Both = 64;
        ulong start = ((SmallSystem.Plan.Machine.Memory[0].Range.Start >> 10) + Both - 1) / Both * Both;
        int first = SmallSystem.Text.IndexOf(Memory, StringComparison.Ordinal);
        return SmallSystem.Text[..first] + At(start)
            + SmallSystem.Text[(first + Memory.Length)..].Replace(Memory, At(start + (Both / 2)), StringComparison.Ordinal);

        static string At(ulong kibibytes) => $"memory = {{ size = \"32KiB\", host = \"{kibibytes}KiB\" }}";
    }

    private static ulong PageOf(SystemPlan system, int partition)
    {
        RegionPlan ram = system.Partitions[partition].Ram;
        return ram.HostPhysical + ram.Guest.SizeBytes - RegionPlan.PageSizeBytes;
    }
}
