// Windows of a run come back from the text that a store keeps.
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Tests.Outcomes;

public sealed class RanWindowTests
{
    [Fact]
    public void Windows_come_back_from_their_text()
    {
        string text = RanWindow.Write([new WindowEvidence(0, -5, 200, 0), new WindowEvidence(2, 300, 400, long.MaxValue)]);
        Assert.Equal("0:-5..200 2:300..400", text);
        Assert.Equal([new RanWindow(0, -5, 200), new RanWindow(2, 300, 400)], RanWindow.Parse(text));
        Assert.Empty(RanWindow.Parse(""));
    }

    [Theory]
    [InlineData("0:5")]
    [InlineData("x:5..6")]
    public void What_is_no_window_is_refused(string text) => Assert.Throws<FormatException>(() => RanWindow.Parse(text));
}
