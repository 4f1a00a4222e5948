// Counting what test programs report.
using System.Xml.Linq;
using MicroHV.Image.Testing;

namespace MicroHV.Image.Tests.Testing;

public sealed class TestCountsTests
{
    [Fact]
    public void Counts_of_all_assemblies_are_added()
    {
        XDocument results = XDocument.Parse(
            """
            <assemblies>
              <assembly passed="3" failed="1" skipped="2" errors="0" />
              <assembly passed="4" failed="0" skipped="0" errors="1" />
            </assemblies>
            """);

        Assert.Equal(new TestCounts(7, 2, 2), TestCounts.From(results));
    }

    [Fact]
    public void The_last_line_speaks_of_skipped_tests_only_if_there_are_any()
    {
        Assert.Equal("7 passed, 0 failed", new TestCounts(7, 0, 0).ToString());
        Assert.Equal("7 passed, 1 failed, 2 skipped", new TestCounts(7, 1, 2).ToString());
    }
}
