// A guest that the processor refuses to enter is stopped with the rule that its start state breaks; the other goes on.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Model.EntryChecks;
using MicroHV.Partitions.Plans;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class EntryFailureTests
{
    private const string System = "partitions/demo";
    private const string Broken = "general";
    private const ulong Cr4Reserved = 1ul << 31;
    private const ulong RflagsFixed = 1ul << 1;
    private const ulong EferReserved = 1ul << 1;
    private const ulong BeyondAnyPhysicalAddress = 1ul << 52;

    /// <summary>The lanes with SVM.</summary>
    public static TheoryData<string> SvmLanes => [Lane.QemuSvm.Name, Lane.BochsSvm.Name];

    /// <summary>Those whose VMRUN checks the width of CR3.</summary>
    public static TheoryData<string> SvmLanesThatCheckCr3 =>
    [
        .. SvmLanes.Select(row => row.Data).Where(lane => !DifferenceTable.Read().Any(
            item => item.Lane == lane && item.Behaviour == "vmrun-cr3-width")),
    ];

    [Theory]
    [MemberData(nameof(SvmLanes))]
    public Task A_reserved_bit_of_CR4_is_named_on_SVM(string lane) =>
        AssertRuleAsync(lane, (ref CpuState start) => start.Cr4 |= Cr4Reserved, (uint)SvmEntryRule.Cr4Reserved);

    [Theory]
    [MemberData(nameof(SvmLanes))]
    public Task A_reserved_bit_of_EFER_is_named_on_SVM(string lane) =>
        AssertRuleAsync(lane, (ref CpuState start) => start.Efer |= EferReserved, (uint)SvmEntryRule.EferReserved);

    [Theory]
    [MemberData(nameof(SvmLanesThatCheckCr3))]
    public Task A_reserved_bit_of_CR3_is_named_on_SVM(string lane) =>
        AssertRuleAsync(
            lane, (ref CpuState start) => start.Cr3 |= BeyondAnyPhysicalAddress, (uint)SvmEntryRule.Cr3Reserved);

    [Fact]
    public Task A_reserved_bit_of_CR4_is_named_on_VMX() =>
        AssertRuleAsync(
            Lane.BochsVtx.Name, (ref CpuState start) => start.Cr4 |= Cr4Reserved, (uint)VmxEntryRule.GuestCr4);

    [Fact]
    public Task A_clear_bit_1_of_RFLAGS_is_named_on_VMX() =>
        AssertRuleAsync(
            Lane.BochsVtx.Name,
            (ref CpuState start) => start.Rflags &= ~RflagsFixed,
            (uint)VmxEntryRule.GuestRflagsFixed);

    private static async Task AssertRuleAsync(string lane, BreakState breaking, uint rule)
    {
        RunReport report = await SystemRuns.ReportChangedAsync(
            Lane.Direct.Single(item => item.Name == lane), System, plan => Break(plan, breaking));
        PartitionReport broken = report.Partitions.Single(partition => partition.Name == Broken);
        PartitionErrorReport error = Assert.Single(broken.Errors);
        Assert.Equal(nameof(HealthEvent.EntryFailed), error.Code);
        Assert.Equal(rule, error.Rule?.Id);
        Assert.EndsWith(error.Rule!.Sentence, error.Sentence);
        PartitionReport other = report.Partitions.Single(partition => partition.Name != Broken);
        Assert.Equal(0ul, other.ExitCode);
        Assert.Empty(other.Errors);
    }

    private static void Break(SystemPlan plan, BreakState breaking)
    {
        PartitionPlan partition = plan.Partitions.Single(item => item.Name == Broken);
        CpuState start = partition.Starts[0];
        breaking(ref start);
        partition.Starts = [start];
    }

    private delegate void BreakState(ref CpuState start);
}
