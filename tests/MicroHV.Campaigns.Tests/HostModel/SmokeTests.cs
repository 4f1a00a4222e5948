// A campaign of everything that a partition can do to others, which a kernel with a fault does not pass.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class SmokeTests
{
    private const int Runs = 150;
    private const ulong Frames = 5;

    // The page that its workload writes is the last one of its memory.
    [Fact]
    public void A_partition_that_begins_anew_finds_nothing_of_its_former_life()
    {
        SystemPlan system = SmallSystem.PlanOf(SmallSystem.Text.Replace(
            "image = \"image.elf\"",
            "image = \"image.elf\"\nrestarts = { budget = 1, per = \"1s\" }\nhealth = { unexpected-trap = \"cold-start\" }",
            StringComparison.Ordinal));
        foreach (LaneDefinition definition in LaneDefinition.OnHost)
        {
            using ILane lane = definition.Create(system, Frames);
            Fault fault = new("behaviour", FaultKinds.TripleFault, 1, "", 0, 0, FaultTriggers.Window, 2, 0);
            RunEvidence run = lane.Run(fault);
            Judgement judgement = new Oracle(system, lane.Golden).Judge(fault, run);
            Assert.True(judgement is { Outcome: OutcomeClass.C, Recovered: > 0 }, $"{definition.Name}: {judgement}");
            Assert.Equal(2, run.Partitions[1].Lives.Count);
        }
    }

    [Fact]
    public void No_fault_that_starts_in_a_partition_harms_another()
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Of("behaviour", Runs));
        foreach (LaneDefinition definition in plan.Lanes)
        {
            using ILane lane = definition.Create(plan.System, plan.Frames);
            Oracle oracle = new(lane.System, lane.Golden);
            for (long number = 1; number <= Runs; number++)
            {
                Fault fault = plan.FaultOf(number, lane);
                Judgement judgement = oracle.Judge(fault, lane.Run(fault));
                Assert.True(judgement.Outcome != OutcomeClass.I, $"{definition.Name} run {number}: {fault}: {judgement.Why}");
            }
        }
    }
}
