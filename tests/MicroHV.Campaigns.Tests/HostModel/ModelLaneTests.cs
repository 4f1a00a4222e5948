// The lanes on the software machine: the same run each time, and outcomes that evidence decides.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class ModelLaneTests
{
    private const ulong Frames = 4;
    private const int Runs = 40;

    public static TheoryData<string> Locations =>
        [.. FaultLocation.All.Where(location => ModelLane.Refusal(location) is null).Select(location => location.Name)];

    [Theory]
    [InlineData(ProcessorKind.Intel)]
    [InlineData(ProcessorKind.Amd)]
    [InlineData(ProcessorKind.AmdWithoutNextRip)]
    public void Without_a_fault_every_partition_works_in_every_window(ProcessorKind kind)
    {
        using ModelLane lane = new(kind, SmallSystem.Plan, Frames);
        Assert.Equal((ulong)SmallSystem.Windows.Count(window => window.Vcpu == 0) * Frames, lane.Golden.Partitions[0].Progress);
        Assert.Equal(Frames, lane.Golden.Partitions[1].Progress);
        Assert.All(lane.Golden.Partitions, partition => Assert.NotEmpty(partition.Console));
        Assert.All(lane.Golden.Windows, window => Assert.InRange(window.Start - window.PlannedStart, -1, lane.Golden.WindowBound));
    }

    [Theory]
    [InlineData(ProcessorKind.Intel)]
    [InlineData(ProcessorKind.Amd)]
    public void Of_a_system_that_does_not_boot_the_reason_of_the_kernel_is_told(ProcessorKind kind)
    {
        SystemPlan system = SmallSystem.PlanOf(SmallSystem.Text);
        system.Kernel = system.Kernel with { PoolFrames = 16 };
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => new ModelLane(kind, system, Frames));
        Assert.Equal($"the system does not boot on the model: {StopReason.PoolExhausted}", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Locations))]
    public void A_run_repeats_itself_and_its_outcome_is_decided(string location)
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Of(location, Runs));
        foreach (LaneDefinition definition in plan.Lanes)
        {
            using ILane lane = definition.Create(plan.System, plan.Frames);
            using ILane other = definition.Create(plan.System, plan.Frames);
            Oracle oracle = new(plan.System, lane.Golden);
            for (long number = 1; number <= Runs; number++)
            {
                // The other machine comes from another run.
                _ = other.Run(plan.FaultOf(Runs + 1 - number, other));
                Fault fault = plan.FaultOf(number, lane);
                Assert.Equal(fault, plan.FaultOf(number, other));
                RunEvidence evidence = lane.Run(fault);
                Judgement first = oracle.Judge(fault, evidence);
                RunEvidence again = other.Run(fault);
                Assert.Equal(first, oracle.Judge(fault, again));
                Assert.Equal(evidence.Injected, again.Injected);
                Assert.True(first.Outcome != OutcomeClass.E, $"{definition.Name} run {number}: {fault}: {first.Why}");
                bool isGrave = first.Outcome is OutcomeClass.I or OutcomeClass.X or OutcomeClass.P;
                Assert.False(fault.StartsInPartition && isGrave, $"{definition.Name} run {number}: {fault}: {first}");
            }
        }
    }
}
