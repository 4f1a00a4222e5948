// The gate over the rights of an image's segments.
using MicroHV.Gates.Gates;

namespace MicroHV.Image.Tests.Gates;

public sealed class SegmentRightsGateTests
{
    private const string CodeAndData = "section .text\nglobal _start\n_start: ret\nsection .data\nvalue: dq 1";

    [Fact]
    public void Code_and_data_on_pages_of_their_own_are_allowed() =>
        Assert.Empty(SegmentRightsGate.Check(Assembled.Image(CodeAndData, "-Tdata=0x102000")));

    [Fact]
    public void A_segment_that_may_be_written_and_executed_is_refused() =>
        Assert.Contains(
            SegmentRightsGate.Check(Assembled.Image(CodeAndData, "--omagic")),
            finding => finding.What.Contains("written and executed", StringComparison.Ordinal));

    [Fact]
    public void Two_segments_on_one_page_are_refused() =>
        Assert.Contains(
            SegmentRightsGate.Check(Assembled.Image(CodeAndData, "-z", "noseparate-code", "-z", "max-page-size=16", "-Tdata=0x100800")),
            finding => finding.What.Contains("share a page", StringComparison.Ordinal));
}
