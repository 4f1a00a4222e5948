// The campaign that tests begin with.
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Fuzzing.Boots;
using MicroHV.Partitions;
using MicroHV.Partitions.Text;

namespace MicroHV.Campaigns.Tests;

/// <summary>A campaign on the system of two partitions that fits in two megabytes.</summary>
internal static class Campaign
{
    /// <summary>Path that the file pretends to have.</summary>
    public const string Path = "/campaigns/small.toml";

    /// <summary>A good file.</summary>
    public const string Text = """
        system = "small"
        lanes = ["model-vtx", "model-svm"]
        seed = 7
        runs = 40
        frames = 4

        [expect]
        isolation-violations = 0

        [[fault]]
        location = "register"
        kinds = ["bit-flip"]
        partition = "general"

        [[fault]]
        location = "memory"
        triggers = ["entry", "time"]
        weight = 2
        """;

    /// <summary>The plan of <see cref="Text"/>.</summary>
    public static CampaignPlan Plan => PlanOf(Text);

    /// <summary>The plan of a good file.</summary>
    public static CampaignPlan PlanOf(string text)
    {
        Findings findings = new(Path);
        CampaignPlan? plan = CampaignReader.Read(Path, text, findings, Load, Lanes.LaneDefinition.OnHost);
        Assert.True(plan is not null, string.Join('\n', findings.Sorted()));
        return plan;
    }

    /// <summary>What is wrong with a file.</summary>
    public static IReadOnlyList<string> FindingsOf(string text)
    {
        Findings findings = new("small.toml");
        _ = CampaignReader.Read(Path, text, findings, Load, Lanes.LaneDefinition.OnHost);
        return [.. findings.Sorted().Select(finding => finding.ToString())];
    }

    /// <summary>A campaign of one location on all lanes.</summary>
    public static string Of(string location, int runs) => $"""
        system = "small"
        lanes = ["model-vtx", "model-svm", "model-svm-without-nrips"]
        runs = {runs}
        frames = 4

        [[fault]]
        location = "{location}"
        """;

    private static LoadedSystem Load(string path)
    {
        Assert.Equal("/campaigns/small", path);
        return new LoadedSystem(SmallSystem.Plan, []);
    }
}
