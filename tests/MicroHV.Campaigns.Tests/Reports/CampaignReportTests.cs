// The facts of a report, from rows that are known.
using System.Xml.Linq;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;

namespace MicroHV.Campaigns.Tests.Reports;

public sealed class CampaignReportTests
{
    private static readonly CampaignPlan _plan = Campaign.Plan with { Runs = 3 };

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 100_000, 0, 0.0000384)]
    public void Intervals_are_those_of_Wilson(long count, long total, double low, double high)
    {
        Proportion proportion = new(count, total);
        Assert.Equal(low, proportion.Low, 4);
        Assert.Equal(high, proportion.High, total > 1_000 ? 7 : 4);
    }

    [Fact]
    public void Experiments_that_failed_are_in_no_share()
    {
        OutcomeCounts counts = OutcomeCounts.Of("x", [Row(1, OutcomeClass.N), Row(2, OutcomeClass.C), Row(3, OutcomeClass.E)]);
        Assert.Equal(3, counts.Total);
        Assert.Equal(new Proportion(1, 2), counts.Classes[OutcomeClass.C]);
        Assert.Equal(new Proportion(1, 3), counts.Classes[OutcomeClass.E]);
    }

    [Fact]
    public void A_campaign_with_missing_runs_is_not_good()
    {
        CampaignReport report = ReportOf([Row(1, OutcomeClass.N)]);
        Assert.False(report.IsComplete);
        Assert.False(report.IsGood);
    }

    [Fact]
    public void Violations_count_where_the_fault_started_in_a_partition()
    {
        Assert.False(Expectation(ReportOf([Row(1, OutcomeClass.I)]), "isolation-violations").IsMet);
        Assert.True(Expectation(ReportOf([Row(1, OutcomeClass.I, "nested-table")]), "isolation-violations").IsMet);
        Assert.False(Expectation(ReportOf([Row(1, OutcomeClass.E, "nested-table")]), "experiment-errors").IsMet);
    }

    [Fact]
    public void Of_the_kernels_own_faults_the_controlled_ones_are_counted_among_those_that_had_an_effect()
    {
        CampaignPlan plan = _plan with { Expect = _plan.Expect with { KernelControlledPercent = 75 } };
        RunRow[] rows =
        [
            Row(1, OutcomeClass.N, "nested-table"), Row(2, OutcomeClass.C, "nested-table"), Row(3, OutcomeClass.P, "image"),
            Row(4, OutcomeClass.M, "control"), Row(5, OutcomeClass.X, "control"), Row(6, OutcomeClass.X),
        ];
        Assert.True(Expectation(CampaignReport.Of(plan, "", "", rows), "kernel-controlled-percent").IsMet);
        RunRow[] more = [.. rows, Row(7, OutcomeClass.I, "control")];
        Assert.False(Expectation(CampaignReport.Of(plan, "", "", more), "kernel-controlled-percent").IsMet);
    }

    [Fact]
    public void Runs_on_which_lanes_disagree_are_named()
    {
        CampaignReport report = ReportOf(
            [Row(1, OutcomeClass.N), Row(1, OutcomeClass.C) with { Lane = "model-svm" }, Row(2, OutcomeClass.N), Row(2, OutcomeClass.N) with { Lane = "model-svm" }]);
        Assert.Equal(new Proportion(1, 2), report.Agreement.Share);
        Disagreement disagreement = Assert.Single(report.Agreement.Disagreements);
        Assert.Equal((1, null), (disagreement.Number, disagreement.Explanation));
        Assert.Equal("C on model-svm, N on model-vtx", disagreement.Outcomes());
    }

    [Fact]
    public void A_rule_by_which_one_processor_refused_the_guest_explains_where_lanes_differ_by_that_alone()
    {
        const string Rule = "VT-x, GuestEferLma: sentence.";
        RunRow vtx = Row(1, OutcomeClass.C) with { Refused = Rule };
        RunRow svm = Row(1, OutcomeClass.N) with { Lane = "model-svm" };
        RunRow withoutNrips = Row(1, OutcomeClass.N) with { Lane = "model-svm-without-nrips" };
        Agreement explained = Agreement.Of([vtx, svm, withoutNrips]);
        Assert.Equal((new Proportion(0, 1), new Proportion(1, 1)), (explained.Share, explained.Explained));
        Assert.Equal(Rule, Assert.Single(explained.Disagreements).Explanation);

        Agreement open = Agreement.Of([vtx, svm, withoutNrips with { Outcome = OutcomeClass.S }]);
        Assert.Equal(new Proportion(0, 1), open.Explained);
        Assert.Null(Assert.Single(open.Disagreements).Explanation);
    }

    // The partitions of the two do not do the same.
    [Fact]
    public void Lanes_on_the_host_and_on_emulators_are_not_held_against_each_other()
    {
        RunRow onQemu = Row(1, OutcomeClass.S) with { Lane = "qemu-svm" };
        Agreement agreement = Agreement.Of([Row(1, OutcomeClass.N), onQemu, onQemu with { Lane = "bochs-vtx" }]);
        Assert.Equal(new Proportion(1, 1), agreement.Share);
    }

    [Fact]
    public void Every_run_that_was_not_N_M_or_C_is_listed()
    {
        RunRow[] rows = [.. Enum.GetValues<OutcomeClass>().Select((outcome, index) => Row(index + 1, outcome))];
        Assert.Equal(
            [OutcomeClass.H, OutcomeClass.S, OutcomeClass.I, OutcomeClass.P, OutcomeClass.X, OutcomeClass.E],
            ReportOf(rows).Notable.Select(row => row.Outcome));
    }

    [Fact]
    public void Every_class_has_a_word_and_stands_in_the_documentation()
    {
        Assert.Equal(Enum.GetValues<OutcomeClass>(), OutcomeWords.All.Select(words => words.Outcome));
        string page = File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.Path, "docs", "inject.md"));
        Assert.All(OutcomeWords.All, words =>
            Assert.Contains($"| {words.Outcome} | {words.Word} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void CI_reads_a_failure_for_each_expectation_that_is_not_met()
    {
        XElement suite = XElement.Parse(JUnitReport.Write(ReportOf([Row(1, OutcomeClass.I)]))).Element("testsuite")!;
        Assert.Equal("2", suite.Attribute("failures")!.Value);
        Assert.Equal(
            ["complete", "isolation-violations"],
            suite.Elements("testcase").Where(test => test.Element("failure") is not null).Select(test => test.Attribute("name")!.Value));
    }

    private static ExpectationVerdict Expectation(CampaignReport report, string name) =>
        report.Expectations.Single(expectation => expectation.Name == name);

    private static CampaignReport ReportOf(IReadOnlyList<RunRow> rows) => CampaignReport.Of(_plan, "digest", "1.0", rows);

    private static RunRow Row(long number, OutcomeClass outcome, string location = "register") => new(
        "model-vtx", number, new Fault(location, FaultKinds.BitFlip, 1, "x", 0, 0, FaultTriggers.Entry, 1, 0), "general",
        outcome, "why", 10, null, null, "", "", "");
}
