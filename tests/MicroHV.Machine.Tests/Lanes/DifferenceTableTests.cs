// The table of differences between machines.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

public sealed class DifferenceTableTests
{
    private static readonly IReadOnlyList<Difference> _table = DifferenceTable.Read();

    [Fact]
    public void Every_difference_is_one_of_a_lane_that_exists() =>
        Assert.All(_table, difference => Assert.Contains(difference.Lane, Lane.All.Select(lane => lane.Name)));

    [Fact]
    public void No_difference_stands_twice() =>
        Assert.Distinct(_table.Select(difference => (difference.Lane, difference.Behaviour)));

    [Fact]
    public void Every_difference_says_what_and_why() =>
        Assert.All(
            _table, difference => Assert.True(difference.Observed.Length > 0 && difference.Reason.EndsWith('.')));
}
