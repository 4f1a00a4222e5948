// A guest that executes whatever a seed makes of instructions harms nobody but itself.
using System.Globalization;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Fuzzing;

[Trait("Category", "Machine")]
public sealed class FuzzTests
{
    private const ulong QuickSeed = 1;
    private const ulong QuickExits = 20_000;
    private const ulong ExitsOfSeed = 40_000;
    private const ulong ExitsOfCampaign = 1_000_000;
    private const ulong MaxSeeds = 35;

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Twenty_thousand_exits_of_a_fuzzing_guest_disturb_nobody(string lane)
    {
        FuzzReport? report = await FuzzRun.RunAsync(Find(lane), QuickSeed, QuickExits);
        Assert.NotNull(report);
        Assert.Equal(QuickSeed, report.Seed);
        Assert.True(report.Exits >= QuickExits);
        Assert.All(FuzzReport.Modes, mode => Assert.True(report.Counts[mode] > 0, $"no case in mode {mode}"));
        Assert.All(
            FuzzReport.Reasons.Where(reason => reason != "halt"),
            reason => Assert.True(report.Counts[reason] > 0, $"no exit by {reason}"));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    [Trait("Category", "Slow")]
    public async Task A_million_exits_of_fuzzing_guests_disturb_nobody(string lane)
    {
        List<FuzzReport> reports = [];
        for (ulong seed = QuickSeed + 1; Sum(reports, "exits") < ExitsOfCampaign; seed++)
        {
            // Some case of a seed may end its partition early, by a stack that no handler can use.
            Assert.True(seed <= MaxSeeds, $"only {reports.Count} seeds came to their report");
            if (await FuzzRun.RunAsync(Find(lane), seed, ExitsOfSeed) is { } report)
            {
                reports.Add(report);
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{lane}: seeds {QuickSeed + 1} to {reports[^1].Seed}, {Sum(reports, "cases")} cases, {Sum(reports, "exits")} exits; "
            + string.Join(", ", FuzzReport.Reasons.Select(reason => Part(reports, reason))));
    }

    private static string Part(List<FuzzReport> reports, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{reason} {Sum(reports, reason)}");

    private static ulong Sum(List<FuzzReport> reports, string count) =>
        reports.Aggregate(0ul, (sum, report) => sum + report.Counts[count]);

    private static Lane Find(string name) => Lane.Direct.Single(item => item.Name == name);
}
