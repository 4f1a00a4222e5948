// Every rule says something of every good system.
using MicroHV.Partitions.Proofs;
using MicroHV.Partitions.Rules;

namespace MicroHV.Partitions.Tests.Views;

public sealed class VerdictTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Every_rule_has_one_verdict() => Assert.Equal(
        RuleBook.Sentences.Select(rule => rule.Id),
        RuleVerdict.Of(_good.Load()).Select(verdict => verdict.Id));

    [Fact]
    public void Rules_about_what_a_system_does_not_have_are_not_applicable()
    {
        Assert.Equal(Verdict.NotApplicable, VerdictOf("MHV0225", _good.Load()));
        Assert.Equal(Verdict.Pass, VerdictOf("MHV0402", _good.Load()));
        Assert.Equal(Verdict.NotApplicable, VerdictOf("MHV0402", _good.Load("ports = [0x60, \"0x2f8-0x2ff\"]", "")));
        Assert.Equal(Verdict.Pass, VerdictOf("MHV0801", _good.Load()));
    }

    [Fact]
    public void Advice_is_told_with_what_was_found()
    {
        LoadedSystem loaded = _good.Load("rights = \"r\"\n", "rights = \"rw\"\n");
        RuleVerdict verdict = Assert.Single(RuleVerdict.Of(loaded), verdict => verdict.Verdict == Verdict.Advice);
        Assert.Equal("MHV0229", verdict.Id);
        Assert.Equal(loaded.Diagnostics.Select(diagnostic => diagnostic.Message), verdict.Findings);
    }

    [Fact]
    public void Subjects_are_those_of_rules() => Assert.Empty(
        RuleSubjects.All.Keys.Except(RuleBook.Sentences.Select(rule => rule.Id)));

    [Fact]
    public void A_system_with_errors_has_no_verdicts() => Assert.Throws<ArgumentException>(
        () => RuleVerdict.Of(_good.Load("memory = \"2MiB\"", "memory = \"1B\"")));

    [Fact]
    public void All_four_walks_over_nested_tables_find_the_same()
    {
        IReadOnlyList<TableWalk> walks = TableWalks.Of(_good.Plan());
        Assert.Equal(
            [("EPT", 0x20_0000UL), ("NPT", 0x20_0000UL), ("EPT", 0x4000_0000UL), ("NPT", 0x4000_0000UL)],
            walks.Select(walk => (walk.Format, walk.LargestPageBytes)));
        Assert.All(walks, walk => Assert.Equal(walks[0].Extents!, walk.Extents!));
    }

    private static Verdict VerdictOf(string id, LoadedSystem system) =>
        RuleVerdict.Of(system).Single(verdict => verdict.Id == id).Verdict;
}
