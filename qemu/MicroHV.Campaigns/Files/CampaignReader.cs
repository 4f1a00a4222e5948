// From a campaign file to its plan, or to everything that is wrong with it.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Lanes;
using MicroHV.Partitions;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Schema;
using MicroHV.Partitions.Text;

namespace MicroHV.Campaigns.Files;

/// <summary>Reads campaigns.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="findings">Where everything wrong is told.</param>
/// <param name="load">Loads the system at a path.</param>
/// <param name="known">Lanes that there are.</param>
internal sealed class CampaignReader(
    string path, Findings findings, Func<string, LoadedSystem> load, IReadOnlyList<LaneDefinition> known)
{
    private const ulong MaxRuns = 100_000_000;
    private const ulong MinFrames = 2;
    private const ulong MaxFrames = 1_000;
    private const ulong MaxWeight = 1_000;
    private const ulong WholePercent = 100;

    /// <summary>The campaign that the file at <paramref name="path"/> describes; null if something is wrong.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">Where everything wrong is told.</param>
    /// <param name="load">Loads the system at a path.</param>
    /// <param name="known">Lanes that there are.</param>
    public static CampaignPlan? Read(
        string path, Findings findings, Func<string, LoadedSystem> load, IReadOnlyList<LaneDefinition> known)
    {
        if (DescriptionText.TryRead(path, out string problem) is not string text)
        {
            findings.Add("MHV0006", Place.Start, $"the file {problem}", "name a campaign file");
            return null;
        }

        return Read(Path.GetFullPath(path), text, findings, load, known);
    }

    /// <summary>The same of <paramref name="text"/>, which belongs to the file at an absolute path.</summary>
    public static CampaignPlan? Read(
        string path, string text, Findings findings, Func<string, LoadedSystem> load, IReadOnlyList<LaneDefinition> known)
    {
        if (DocumentTree.Parse(text, null, findings) is not TableNode root)
        {
            return null;
        }

        CampaignFile file = TableReading.Read<CampaignFile>(root, findings);
        CampaignPlan? plan = new CampaignReader(path, findings, load, known).PlanOf(file, text);
        return findings.HasErrors ? null : plan;
    }

    private CampaignPlan? PlanOf(CampaignFile file, string text)
    {
        IReadOnlyList<LaneDefinition> lanes = ReadLanes(file.Lanes);
        Check(file.Runs, 1, MaxRuns, "runs");
        foreach (Written<NamedCount> runs in file.LaneRuns)
        {
            _ = IsOfCampaign(new Written<string>(runs.Value.Name, runs.Place), lanes);
            Check(new Written<ulong>(runs.Value.Count, runs.Place), 1, MaxRuns, $"lane-runs of '{runs.Value.Name}'");
        }

        Check(file.Frames, MinFrames, MaxFrames, "frames");
        Check(file.Expect.KernelControlledPercent, 0, WholePercent, "kernel-controlled-percent", CampaignRules.Expectation);
        if (file.System is not { } written || LoadSystem(written) is not SystemPlan system)
        {
            return null;
        }

        foreach (LaneDefinition lane in lanes)
        {
            if (lane.RefuseSystem(system) is { } why)
            {
                findings.Add(
                    CampaignRules.LaneSystem, written.Place, $"{lane.Name} cannot run '{system.Name}': {why}",
                    "name another system or leave the lane out");
            }
        }

        FaultRule[] faults = [.. file.Faults.Select(section => ReadFault(section, lanes, system)).OfType<FaultRule>()];
        if (file.Faults.Count == 0 && !file.IsBroken)
        {
            findings.Add("MHV0003", file.Place, "the campaign has no fault", "add a [[fault]] section");
        }

        if (faults.Length == file.Faults.Count && faults.Length != 0)
        {
            CheckThatNoneIsIdle(file, lanes, faults);
        }

        return findings.HasErrors ? null : new CampaignPlan
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Path = path,
            Text = text,
            System = system,
            Lanes = lanes,
            Seed = file.Seed!.Value.Value,
            Runs = (long)file.Runs!.Value.Value,
            LaneRuns = file.LaneRuns.ToDictionary(runs => runs.Value.Name, runs => (long)runs.Value.Count),
            Frames = file.Frames!.Value.Value,
            Faults = faults,
            Expect = new Expectations(
                file.Expect.IsolationViolations!.Value.Value,
                file.Expect.UncontrolledCrashes!.Value.Value,
                file.Expect.ControlledStops?.Value,
                file.Expect.ExperimentErrors!.Value.Value,
                file.Expect.KernelControlledPercent?.Value),
        };
    }

    private SystemPlan? LoadSystem(Written<string> written)
    {
        LoadedSystem loaded = load(Path.GetFullPath(written.Value, Path.GetDirectoryName(path)!));
        if (loaded.Plan is null)
        {
            Diagnostic first = loaded.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
            findings.Add(CampaignRules.System, written.Place, $"'{written.Value}' is no good system: {first}", "correct the system first");
        }

        return loaded.Plan;
    }

    private List<LaneDefinition> ReadLanes(IReadOnlyList<Written<string>> written)
    {
        string names = string.Join(", ", known.Select(lane => lane.Name));
        List<LaneDefinition> lanes = [];
        foreach (Written<string> name in written)
        {
            LaneDefinition? lane = known.FirstOrDefault(lane => lane.Name == name.Value);
            if (lane is null)
            {
                findings.Add(CampaignRules.Lane, name.Place, $"this version has no lane '{name.Value}'", $"name some of {names}");
            }
            else if (lanes.Contains(lane))
            {
                findings.Add(CampaignRules.Lane, name.Place, $"the lane '{name.Value}' is named twice", "name it once");
            }
            else
            {
                lanes.Add(lane);
            }
        }

        return lanes;
    }

    private void CheckThatNoneIsIdle(CampaignFile file, IReadOnlyList<LaneDefinition> lanes, IReadOnlyList<FaultRule> faults)
    {
        foreach (Written<string> name in file.Lanes.Where(name => lanes.Any(lane => lane.Name == name.Value)))
        {
            if (!faults.Any(fault => fault.Lanes?.Contains(name.Value) ?? true))
            {
                findings.Add(
                    CampaignRules.IdleLane, name.Place, $"no fault is drawn on '{name.Value}'",
                    "name the lane in a [[fault]], or leave it out");
            }
        }
    }

    private bool IsOfCampaign(Written<string> name, IReadOnlyList<LaneDefinition> lanes)
    {
        bool isKnown = lanes.Any(lane => lane.Name == name.Value);
        if (!isKnown)
        {
            findings.Add(
                CampaignRules.OtherLane, name.Place, $"'{name.Value}' is no lane of this campaign",
                $"name some of {string.Join(", ", lanes.Select(lane => lane.Name))}");
        }

        return isKnown;
    }

    private void Check(Written<ulong>? number, ulong least, ulong most, string key, string rule = CampaignRules.Size)
    {
        if (number is { } written && (written.Value < least || written.Value > most))
        {
            findings.Add(rule, written.Place, $"{key} is {written.Value}", $"write a number from {least} to {most}");
        }
    }

    private FaultRule? ReadFault(FaultSection section, IReadOnlyList<LaneDefinition> lanes, SystemPlan system)
    {
        Check(section.Weight, 1, MaxWeight, "weight");
        int? partition = ReadPartition(section, system);
        if (section.Location is not { } written)
        {
            return null;
        }

        if (FaultLocation.Find(written.Value) is not FaultLocation location)
        {
            string known = string.Join(", ", FaultLocation.All.Select(each => each.Name));
            findings.Add(CampaignRules.Location, written.Place, $"there is no location '{written.Value}'", $"name one of {known}");
            return null;
        }

        FaultRule rule = new(
            location,
            Choose(section.Kinds, location.Kinds, location, "kind", CampaignRules.Kind),
            Choose(section.Triggers, location.Triggers, location, "trigger", CampaignRules.Trigger),
            partition,
            section.Weight?.Value ?? 1,
            section.Lanes.Count == 0
                ? null
                : [.. section.Lanes.Where(name => IsOfCampaign(name, lanes)).Select(name => name.Value)]);
        foreach (LaneDefinition lane in lanes.Where(lane => rule.Lanes?.Contains(lane.Name) ?? true))
        {
            if (lane.Refuse(rule) is { } why)
            {
                findings.Add(
                    CampaignRules.LaneCannot, written.Place, $"{lane.Name} cannot inject '{location.Name}': {why}",
                    "leave the fault or the lane out, or name other lanes, kinds or triggers");
            }
        }

        return rule;
    }

    private IReadOnlyList<string> Choose(
        IReadOnlyList<Written<string>> written, IReadOnlyList<string> known, FaultLocation location, string noun, string rule)
    {
        foreach (Written<string> name in written.Where(name => !known.Contains(name.Value)))
        {
            findings.Add(
                rule, name.Place, $"'{location.Name}' has no {noun} '{name.Value}'", $"name some of {string.Join(", ", known)}");
        }

        return written.Count == 0 ? known : [.. written.Select(name => name.Value)];
    }

    private int? ReadPartition(FaultSection section, SystemPlan system)
    {
        if (section.Partition is not { } name)
        {
            return null;
        }

        if (system.Partitions.FirstOrDefault(partition => partition.Name == name.Value) is PartitionPlan partition)
        {
            return partition.Index;
        }

        string known = string.Join(", ", system.Partitions.Select(each => each.Name));
        findings.Add(CampaignRules.Partition, name.Place, $"the system has no partition '{name.Value}'", $"name one of {known}");
        return null;
    }
}
