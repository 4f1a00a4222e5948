// Rules of campaign files beyond those of their syntax.
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Campaigns.Files;

/// <summary>Ids and sentences of what is found while a campaign is read; docs/inject.md lists them.</summary>
internal static class CampaignRules
{
    public const string System = "MHV1001";
    public const string Lane = "MHV1002";
    public const string Size = "MHV1003";
    public const string Location = "MHV1004";
    public const string LaneCannot = "MHV1005";
    public const string Kind = "MHV1006";
    public const string Trigger = "MHV1007";
    public const string Partition = "MHV1008";
    public const string LaneSystem = "MHV1009";
    public const string Expectation = "MHV1010";
    public const string OtherLane = "MHV1011";
    public const string IdleLane = "MHV1012";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RuleSentence> All { get; } =
    [
        new(System, Severity.Error, "The system of a campaign has no errors of its own."),
        new(Lane, Severity.Error, "A lane is one that this version has, and is named once."),
        new(Size, Severity.Error, "A campaign has 1 to 100,000,000 runs of 2 to 1,000 frames, and weights are 1 to 1,000."),
        new(Location, Severity.Error, "A location is one of the fault model."),
        new(LaneCannot, Severity.Error, "A lane can inject every fault that it draws."),
        new(Kind, Severity.Error, "A kind is one that its location has."),
        new(Trigger, Severity.Error, "A trigger is one that its location has."),
        new(Partition, Severity.Error, "A fault's partition is one of the system."),
        new(LaneSystem, Severity.Error, "Every lane of a campaign can run its system."),
        new(Expectation, Severity.Error, "A percentage is at most 100."),
        new(OtherLane, Severity.Error, "Lanes that a fault or `lane-runs` names are lanes of the campaign."),
        new(IdleLane, Severity.Error, "Every lane of a campaign has a fault to draw."),
    ];
}
