// A campaign that was read and found good.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Lanes;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Files;

/// <summary>A campaign with nothing left open.</summary>
internal sealed record CampaignPlan
{
    /// <summary>Name: that of the file without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>What the file says.</summary>
    public required string Text { get; init; }

    /// <summary>The system.</summary>
    public required SystemPlan System { get; init; }

    /// <summary>Where each run is made.</summary>
    public required IReadOnlyList<LaneDefinition> Lanes { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Runs on each lane that <see cref="LaneRuns"/> does not name.</summary>
    public required long Runs { get; init; }

    /// <summary>Runs on lanes that have another number of them.</summary>
    public IReadOnlyDictionary<string, long> LaneRuns { get; init; } = new Dictionary<string, long>();

    /// <summary>Runs on all lanes.</summary>
    public long Planned => Lanes.Sum(RunsOn);

    /// <summary>Major frames of each run.</summary>
    public required ulong Frames { get; init; }

    /// <summary>The fault model.</summary>
    public required IReadOnlyList<FaultRule> Faults { get; init; }

    /// <summary>What it must show.</summary>
    public required Expectations Expect { get; init; }

    /// <summary>Runs on <paramref name="lane"/>.</summary>
    public long RunsOn(LaneDefinition lane) => LaneRuns.GetValueOrDefault(lane.Name, Runs);

    /// <summary>The part of the campaign that one lane has.</summary>
    public CampaignPlan On(LaneDefinition lane) =>
        this with { Lanes = [lane], Faults = [.. Faults.Where(fault => fault.Lanes?.Contains(lane.Name) ?? true)] };

    /// <summary>The fault of run <paramref name="number"/> on <paramref name="lane"/>, of all faults of this plan.</summary>
    public Fault FaultOf(long number, ILane lane)
    {
        FaultDraws draws = new(Seed, number);
        ulong drawn = draws.Below("fault", Faults.Aggregate(0ul, (sum, fault) => sum + fault.Weight));
        foreach (FaultRule rule in Faults)
        {
            if (drawn < rule.Weight)
            {
                return lane.Draw(rule, draws);
            }

            drawn -= rule.Weight;
        }

        throw new InvalidOperationException("the weights of a campaign changed");
    }
}
