// Coverage: reading coverlet's report, and the goal itself.
using MicroHV.Image.Testing;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Testing;

public sealed class CoverageTests
{
    private const string Report = """
        {
          "MicroHV.Model.dll": {
            "/microhv/kernel/Exits/HltExit.cs": {
              "MicroHV.Kernel.Exits.HltExit": {
                "Verdict Handle()": {
                  "Lines": { "13": 1 },
                  "Branches": [
                    { "Line": 13, "Offset": 6, "EndOffset": 8, "Path": 0, "Ordinal": 0, "Hits": 2 },
                    { "Line": 13, "Offset": 6, "EndOffset": 18, "Path": 1, "Ordinal": 1, "Hits": 0 }
                  ]
                }
              }
            }
          }
        }
        """;

    [Fact]
    public void The_share_of_an_area_is_that_of_its_files()
    {
        CoverageReport report = CoverageReport.Parse(Report);
        Assert.Equal(50, report.PercentOf(new CoverageArea("exits", ["kernel/Exits/"])));
        Assert.Contains(new CoverageBranch("kernel/Exits/HltExit.cs", 13, false), report.Branches);
    }

    [Fact]
    public void An_area_without_branches_is_not_covered() =>
        Assert.Equal(0, CoverageReport.Parse(Report).PercentOf(new CoverageArea("nothing", ["kernel/Nothing/"])));

    [Theory]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("""{ "module": { "file": { "type": { "method": {} } } } }""")]
    public void What_is_no_report_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => CoverageReport.Parse(text));

    [Fact]
    [Trait("Category", "Slow")]
    public void Host_tests_take_nearly_every_branch_that_a_guest_reaches()
    {
        (int exitCode, string output) = MicroHVCommand.Run(Repository.Root, ["coverage"]);
        Assert.True(exitCode == 0, output);
    }
}
