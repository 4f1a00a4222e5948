// Campaign files: what a good one says, and a line and a way out for everything that is wrong with others.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;

namespace MicroHV.Campaigns.Tests.Files;

public sealed class CampaignReaderTests
{
    [Fact]
    public void A_good_file_becomes_a_plan()
    {
        CampaignPlan plan = Campaign.Plan;
        Assert.Equal(("small", 7ul, 40L, 4ul), (plan.Name, plan.Seed, plan.Runs, plan.Frames));
        Assert.Equal(["model-vtx", "model-svm"], plan.Lanes.Select(lane => lane.Name));
        Assert.Equal(["register", "memory"], plan.Faults.Select(fault => fault.Location.Name));
        Assert.Equal([FaultKinds.BitFlip], plan.Faults[0].Kinds);
        Assert.Equal(FaultTriggers.Running, plan.Faults[0].Triggers);
        Assert.Equal(1, plan.Faults[0].Partition);
        Assert.Null(plan.Faults[1].Partition);
        Assert.Equal(new Expectations(0, 0, null, 0, null), plan.Expect);
    }

    [Theory]
    [InlineData("seed = 7", "seed =", "small.toml:3:7: MHV0001: ")]
    [InlineData("seed = 7", "sead = 7", "small.toml:3:1: MHV0002: the campaign knows no key 'sead'; did you mean 'seed'?")]
    [InlineData("runs = 40", "", "small.toml:1:1: MHV0003: the campaign has no 'runs'; add runs = 1000")]
    [InlineData("runs = 40", "runs = true", "small.toml:4:8: MHV0004: 'runs' is a boolean; ")]
    [InlineData("runs = 40", "runs = 0", "small.toml:4:8: MHV1003: runs is 0; write a number from 1 to 100000000")]
    [InlineData("frames = 4", "frames = 1", "small.toml:5:10: MHV1003: frames is 1; write a number from 2 to 1000")]
    [InlineData("weight = 2", "weight = 0", "small.toml:18:10: MHV1003: weight is 0; write a number from 1 to 1000")]
    [InlineData("\"model-svm\"", "\"mars\"", "small.toml:2:23: MHV1002: this version has no lane 'mars'; name some of model-vtx, ")]
    [InlineData("\"model-svm\"", "\"model-vtx\"", "small.toml:2:23: MHV1002: the lane 'model-vtx' is named twice; name it once")]
    [InlineData("\"memory\"", "\"moon\"", "small.toml:16:12: MHV1004: there is no location 'moon'; name one of register, ")]
    [InlineData("\"memory\"", "\"kernel-code\"", "small.toml:16:12: MHV1005: model-vtx cannot inject 'kernel-code': the model runs the kernel's sources as .NET")]
    [InlineData("\"memory\"", "\"machine\"", "small.toml:16:12: MHV1005: model-vtx cannot inject 'machine': the model's processors report nothing")]
    [InlineData("\"memory\"", "\"extended-state\"", "small.toml:16:12: MHV1005: model-vtx cannot inject 'extended-state': the model's way into a guest")]
    [InlineData("\"bit-flip\"", "\"burn\"", "small.toml:12:10: MHV1006: 'register' has no kind 'burn'; name some of bit-flip, stuck-at-0, stuck-at-1")]
    [InlineData("\"time\"]", "\"boot\"]", "small.toml:17:22: MHV1007: 'memory' has no trigger 'boot'; name some of entry, window, time")]
    [InlineData("\"general\"", "\"generl\"", "small.toml:13:13: MHV1008: the system has no partition 'generl'; name one of safety, general")]
    [InlineData("isolation-violations = 0", "kernel-controlled-percent = 101", "small.toml:8:29: MHV1010: kernel-controlled-percent is 101; ")]
    [InlineData("seed = 7", "lane-runs = { mars = 3 }", "small.toml:3:15: MHV1011: 'mars' is no lane of this campaign; name some of model-vtx, model-svm")]
    [InlineData("seed = 7", "lane-runs = { model-svm = 0 }", "small.toml:3:15: MHV1003: lane-runs of 'model-svm' is 0; write a number from 1 to 100000000")]
    [InlineData("weight = 2", "lanes = [\"mars\"]", "small.toml:18:10: MHV1011: 'mars' is no lane of this campaign; name some of model-vtx, model-svm")]
    public void A_bad_file_is_told_where_and_what_to_do(string right, string wrong, string expected)
    {
        Assert.Contains(right, Campaign.Text, StringComparison.Ordinal);
        IReadOnlyList<string> findings = Campaign.FindingsOf(Campaign.Text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Lanes_have_runs_and_faults_of_their_own()
    {
        CampaignPlan plan = Campaign.PlanOf(Campaign.Text
            .Replace("seed = 7", "lane-runs = { model-svm = 3 }", StringComparison.Ordinal)
            .Replace("weight = 2", "lanes = [\"model-vtx\"]", StringComparison.Ordinal));
        Assert.Equal([40L, 3L], plan.Lanes.Select(plan.RunsOn));
        Assert.Equal(43, plan.Planned);
        Assert.Equal([2, 1], plan.Lanes.Select(lane => plan.On(lane).Faults.Count));
    }

    [Fact]
    public void A_lane_that_no_fault_is_drawn_on_is_told()
    {
        IReadOnlyList<string> findings = Campaign.FindingsOf(Campaign.Text
            .Replace("partition = \"general\"", "lanes = [\"model-vtx\"]", StringComparison.Ordinal)
            .Replace("weight = 2", "lanes = [\"model-vtx\"]", StringComparison.Ordinal));
        Assert.Equal(
            ["small.toml:2:23: MHV1012: no fault is drawn on 'model-svm'; name the lane in a [[fault]], or leave it out"], findings);
    }

    [Fact]
    public void A_campaign_without_faults_is_told() => Assert.Contains(
        Campaign.FindingsOf(Campaign.Text[..Campaign.Text.IndexOf("[[fault]]", StringComparison.Ordinal)]),
        finding => finding.Contains("MHV0003", StringComparison.Ordinal) && finding.Contains("fault", StringComparison.Ordinal));

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_stands_in_the_documentation()
    {
        Assert.Equal(CampaignRules.All.Count, CampaignRules.All.Select(rule => rule.Id).Distinct().Count());
        string page = File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.Path, "docs", "inject.md"));
        Assert.All(CampaignRules.All, rule => Assert.Contains($"| {rule.Id} | {rule.Sentence} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_location_kind_and_lane_stands_in_the_documentation()
    {
        string page = File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.Path, "docs", "inject.md"));
        IEnumerable<string> words = FaultLocation.All.Select(location => location.Name)
            .Concat(FaultLocation.All.SelectMany(location => location.Kinds.Concat(location.Triggers)))
            .Concat(Lanes.LaneDefinition.OnHost.Select(lane => lane.Name));
        Assert.All(words, word => Assert.Contains($"`{word}`", page, StringComparison.Ordinal));
    }
}
