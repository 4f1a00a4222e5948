// The systems that people begin with run on every lane.
using MicroHV.Image.Authoring;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class TemplateTests
{
    /// <summary>Every template on every direct lane.</summary>
    public static TheoryData<string, string> Runs =>
        [.. SystemTemplate.All.SelectMany(_ => Lane.Direct, (template, lane) => (template.Name, lane.Name))];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_template_ends_well(string template, string lane)
    {
        RunReport report = await SystemRuns.ReportAsync(
            Lane.Direct.Single(item => item.Name == lane), $"partitions/templates/{template}");
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
        Assert.All(report.Partitions, partition => Assert.NotEmpty(partition.Console));
    }
}
