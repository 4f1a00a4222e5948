// Faults by chance: the same seed gives the same, on every lane that has the location.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Lanes;

namespace MicroHV.Campaigns.Tests.Files;

public sealed class FaultDrawsTests
{
    private const int Draws = 20_000;

    [Fact]
    public void Draws_are_spread_evenly()
    {
        int[] counts = new int[10];
        for (int run = 1; run <= Draws; run++)
        {
            counts[new FaultDraws(1, run).Below("x", 10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, (Draws / 10) - 200, (Draws / 10) + 200));
    }

    [Fact]
    public void Runs_seeds_and_names_give_other_numbers() => Assert.Equal(4, new[]
    {
        new FaultDraws(1, 1).Number("x"), new FaultDraws(1, 2).Number("x"), new FaultDraws(2, 1).Number("x"), new FaultDraws(1, 1).Number("y"),
    }.Distinct().Count());

    [Fact]
    public void Two_lanes_hit_the_same_register_at_the_same_trigger()
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Of("register", 50));
        using ILane first = plan.Lanes[0].Create(plan.System, plan.Frames);
        using ILane second = plan.Lanes[1].Create(plan.System, plan.Frames);
        for (long number = 1; number <= plan.Runs; number++)
        {
            Fault one = plan.FaultOf(number, first);
            Assert.Equal(one with { At = 0 }, plan.FaultOf(number, second) with { At = 0 });
        }
    }

    [Fact]
    public void Weights_decide_how_often_a_fault_is_drawn()
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Text);
        using ILane lane = plan.Lanes[0].Create(plan.System, plan.Frames);
        int memory = Enumerable.Range(1, 3_000).Count(number => plan.FaultOf(number, lane).Location == "memory");
        Assert.InRange(memory, 1_900, 2_100);
    }
}
