// The lanes on the host say the same of the same fault of a partition, or a manual says why they do not.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Campaigns.Running;
using MicroHV.Fuzzing.Boots;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class LaneAgreementTests
{
    private const int Runs = 120;
    private const ulong Frames = 4;

    /// <summary>Where faults of a partition start, but for what the model's way into a guest does not keep.</summary>
    public static TheoryData<string> Locations =>
    [
        .. FaultLocation.All
            .Where(location => location.StartsInPartition && location.Name != "extended-state")
            .Select(location => location.Name),
    ];

    [Theory]
    [MemberData(nameof(Locations))]
    public void Lanes_agree_or_a_rule_of_a_manual_explains_why_not(string location)
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Of(location, Runs));
        List<RunRow> rows = [];
        foreach (LaneDefinition definition in plan.Lanes)
        {
            using ILane lane = definition.Create(plan.System, plan.Frames);
            rows.AddRange(Enumerable.Range(1, Runs).Select(number => CampaignRunner.Repeat(plan, definition, lane, number).Row));
        }

        Agreement agreement = Agreement.Of(rows);
        string open = string.Join('\n', agreement.Disagreements
            .Where(disagreement => disagreement.Explanation is null)
            .Select(disagreement => $"{disagreement.Number}: {disagreement.Outcomes()}"));
        Assert.Equal(Runs, agreement.Share.Total);
        Assert.True(agreement.Explained.Share >= 0.99, open);
    }

    // What stands at a RIP that a fault has moved is other code, for each vendor's processor alike.
    [Theory]
    [InlineData(0, "C")]
    [InlineData(1, "S")]
    [InlineData(8, "C")]
    public void A_moved_rip_means_other_code_on_every_lane(int bit, string expected)
    {
        foreach (LaneDefinition definition in LaneDefinition.OnHost)
        {
            using ILane lane = definition.Create(SmallSystem.Plan, Frames);
            Fault fault = new(
                "guest-state", FaultKinds.BitFlip, 1, ControlBlocks.Rip.Name, 0, bit, FaultTriggers.Entry, 3, 0);
            Judgement judgement = new Oracle(lane.System, lane.Golden).Judge(fault, lane.Run(fault));
            Assert.True(judgement.Outcome.ToString() == expected, $"{definition.Name}: {judgement}");
        }
    }
}
