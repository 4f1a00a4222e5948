// A campaign of everything that a partition can do to others, which a kernel with a fault does not pass.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Running;
using MicroHV.Campaigns.Stores;
using MicroHV.Fuzzing.Boots;
using MicroHV.Partitions;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class SmokeTests : IDisposable
{
    private const int Runs = 150;
    private const ulong Frames = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

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

    // All of it, as `microhv inject qemu/campaigns/smoke.toml` makes it.
    [Fact]
    [Trait("Category", "Slow")]
    public void The_smoke_campaign_has_no_isolation_violation()
    {
        CampaignPlan plan = SmokePlan();
        using RunStore store = RunStore.Open(Path.Combine(_folder, "smoke.db"), StoreIdentity.Of(plan));
        Assert.True(new CampaignRunner(plan, store, Shard.Whole, Environment.ProcessorCount).Run(_ => { }, CancellationToken.None));
        IReadOnlyList<RunRow> rows = store.Rows();
        Assert.Equal(plan.Lanes.Sum(plan.RunsOn), rows.Count);
        RunRow[] violations = [.. rows.Where(row => row.Outcome == OutcomeClass.I)];
        Assert.True(
            violations.Length == 0,
            $"{violations.Length} of {rows.Count} runs; {violations.FirstOrDefault()?.Lane} run {violations.FirstOrDefault()?.Number}: "
            + violations.FirstOrDefault()?.Why);
    }

    private static CampaignPlan SmokePlan()
    {
        ProjectBuilder projects = new(RepositoryRoot.Path);
        Findings findings = new("smoke.toml");
        CampaignPlan? plan = CampaignReader.Read(
            Path.Combine(RepositoryRoot.Path, "qemu", "campaigns", "smoke.toml"),
            findings,
            system => SystemBuilder.Load(system, ModelSystem.Layout, projects),
            LaneDefinition.OnHost);
        return plan ?? throw new InvalidDataException(string.Join('\n', findings.Sorted()));
    }
}
