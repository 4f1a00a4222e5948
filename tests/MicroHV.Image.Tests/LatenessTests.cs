// How late windows begin, as the meter of qemu/benches/lateness writes it.
using MicroHV.Image.Benches;

namespace MicroHV.Image.Tests;

public sealed class LatenessTests
{
    private const string Line = "late near exits 0 770 780 801 902 1003 832x9990 1024x10";

    [Fact]
    public void A_line_of_the_meter_is_read()
    {
        Lateness row = Assert.Single(Lateness.Read(["the meter says", Line]));
        Assert.Equal(("near", "exits", 0u), (row.Place, row.Crime, row.Missed));
        Assert.Equal((780u, 801u, 902u, 1003u), (row.Median, row.Percent99, row.Permille999, row.Longest));
        Assert.Equal([new LatenessBucket(832, 9990), new LatenessBucket(1024, 10)], row.Buckets);
    }

    [Theory]
    [InlineData("late near exits 0 770 780 801 902 1003")]
    [InlineData("late near exits 0 770 780 801 902 1003 832")]
    [InlineData("late near exits 0 770 780 801 902 1003 832x")]
    [InlineData("late near exits -1 770 780 801 902 1003 832x1")]
    [InlineData("nothing of the kind")]
    public void Any_other_line_is_refused(string line) =>
        Assert.Throws<InvalidDataException>(() => Lateness.Read([line]));

    [Fact]
    public void A_window_that_is_too_late_or_never_came_misses_the_goal()
    {
        Assert.True(LaneOf(Line).MeetsGoals);
        Assert.False(LaneOf(Line.Replace("exits 0", "exits 1", StringComparison.Ordinal)).MeetsGoals);
        Assert.False(LaneOf(Line.Replace("1003", "2001", StringComparison.Ordinal)).MeetsGoals);
    }

    [Fact]
    public void The_tables_name_the_neighbour_and_show_every_bucket()
    {
        FigureTable[] tables = [.. LatenessTables.Of([LaneOf(Line)])];
        Assert.Equal(["CPUID without end, same CPU", "780", "801", "902", "1,003", "0"], tables[0].Rows[0]);
        Assert.Equal(["what the neighbour does", "832", "1,024"], tables[1].Headings);
        Assert.Equal(["CPUID without end, same CPU", "9,990", "10"], tables[1].Rows[0]);
    }

    private static LaneLateness LaneOf(string line) => new("lane", "a lane", Lateness.Read([line]));
}
