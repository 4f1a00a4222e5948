// A campaign of everything that a partition can do to others, which a kernel with a fault does not pass.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class SmokeTests
{
    private const int Runs = 150;

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
