// The systems that the README shows tell the same story on every lane.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class DemoTests
{
    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    /// <summary>The direct lanes but the first, which the others are held against.</summary>
    public static TheoryData<string> OtherLanes => [.. Lane.Direct.Skip(1).Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_demo_ends_well(string lane) => AssertPass(await RunAsync(lane, "partitions/demo"));

    [Theory]
    [MemberData(nameof(OtherLanes))]
    public async Task The_partitions_of_the_demo_say_the_same_on_every_lane(string lane)
    {
        RunReport first = await RunAsync(Lane.Direct[0].Name, "partitions/demo");
        RunReport other = await RunAsync(lane, "partitions/demo");
        Assert.Equal(
            first.Partitions.Select(partition => partition.Console),
            other.Partitions.Select(partition => partition.Console));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task A_crime_is_punished_and_costs_the_neighbour_no_deadline(string lane)
    {
        RunReport report = await RunAsync(lane, "partitions/crime");
        AssertPass(report);
        Assert.Equal("MemoryViolation", Assert.Single(Named(report, "general").Errors).Code);
        Assert.EndsWith("100 of 100 deadlines met\n", Named(report, "safety").Console, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_dump_of_a_crime_names_address_and_instruction(string lane)
    {
        PartitionErrorReport error = Named(await RunAsync(lane, "partitions/crime"), "general").Errors[0];
        Assert.Equal("0x1000000", error.Address);
        Assert.StartsWith("mov byte ptr", error.Instruction, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_dump_of_a_crime_names_the_line_of_the_source(string lane)
    {
        PartitionErrorReport error = Named(await RunAsync(lane, "partitions/crime"), "general").Errors[0];
        SourcePlace place = Assert.Single(error.Source);
        Assert.Equal("main", place.Function);
        Assert.Contains("*reach(OUTSIDE) = 1;", File.ReadAllLines(place.File!)[place.Line!.Value - 1]);
    }

    private static PartitionReport Named(RunReport report, string name) =>
        report.Partitions.Single(partition => partition.Name == name);

    private static void AssertPass(RunReport report) =>
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));

    private static Task<RunReport> RunAsync(string lane, string system) =>
        SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), system);
}
