// The corpus of every target, and fresh cases from a fixed seed.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;

namespace MicroHV.Kernel.Tests.Fuzzing;

public sealed class FuzzTests
{
    private const int Seed = 20_261_126;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(each => each.Name)];

    // Together some minutes on two cores, most of them for whole systems; how many of each is in proportion to their speed.
    public static TheoryData<string, long> FreshCases => new()
    {
        { "length", 4_000_000 },
        { "program", 4_000_000 },
        { "walk", 2_000_000 },
        { "exit", 80_000 },
        { "hypercall", 60_000 },
        { "entry", 1_000_000 },
        { "plan", 100_000 },
        { "health", 100_000 },
        { "life", 50_000 },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_case_of_the_corpus_holds(string name)
    {
        TargetDefinition target = Named(name);
        Assert.NotEmpty(target.Corpus);
        Assert.Empty(Campaign.ReplayCorpus(target));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_thousand_fresh_cases_hold(string name) => AssertFresh(name, 1_000);

    [Theory]
    [MemberData(nameof(FreshCases))]
    [Trait("Category", "Slow")]
    public void Many_fresh_cases_hold(string name, long cases) => AssertFresh(name, cases);

    [Fact]
    public void Every_target_has_its_share_of_fresh_cases() =>
        Assert.Equal(Targets.Select(row => row.Data), FreshCases.Select(row => row.Data.Item1));

    private static void AssertFresh(string name, long cases)
    {
        CampaignSettings settings = new(Seed, cases, Environment.ProcessorCount);
        CampaignOutcome outcome = Campaign.Run(Named(name), settings, TestContext.Current.CancellationToken);
        Assert.True(outcome.Findings.Count == 0, string.Join('\n', outcome.Findings));
        Assert.Equal(cases, outcome.Cases);
        Assert.InRange(outcome.Ways.Count, 2, int.MaxValue);
    }

    private static TargetDefinition Named(string name) => FuzzTargets.All.Single(each => each.Name == name);
}
