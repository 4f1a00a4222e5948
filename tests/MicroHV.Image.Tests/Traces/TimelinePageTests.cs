// The timeline in a browser: what is on it, to scale, and within its width.
using System.Text.Json;
using MicroHV.Image.HtmlPages;
using MicroHV.Image.Tests.Shows;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Traces;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Traces;

public sealed class TimelinePageTests
{
    private const int Phone = 390;
    private const int Desktop = 1280;

    private static readonly Trace _short = SmallTrace.Of(
        [.. SmallTrace.FrameOfCpu0(0), SmallTrace.Record(999_000, TraceKind.Error, 1, (int)HealthEvent.MemoryViolation)],
        [.. SmallTrace.FrameOfCpu1(0)]);

    private static readonly Trace _long = SmallTrace.Of(
        [.. Enumerable.Range(0, 60).SelectMany(frame => SmallTrace.FrameOfCpu0((uint)frame, frame == 31 ? 9_000u : 500u))],
        [.. Enumerable.Range(0, 60).SelectMany(frame => SmallTrace.FrameOfCpu1((uint)frame))]);

    [Fact]
    public async Task A_page_names_everything_and_needs_nothing_else()
    {
        JsonElement answer = await AskAsync(_short, Desktop, """
            [page.querySelector('h1').textContent, [...page.querySelectorAll('h2')].map(title => title.textContent),
              page.title, page.querySelectorAll('script, link, img, iframe').length, page.body.innerText]
            """);
        Assert.Equal("small", answer[0].GetString());
        Assert.Equal(
            ["Frames", "Windows", "CPU time", "Exits"], answer[1].EnumerateArray().Select(title => title.GetString()));
        Assert.Equal("small: trace · MicroHV", answer[2].GetString());
        Assert.Equal(0, answer[3].GetInt32());
        Assert.All(
            new[] { "CPU 0 2 exits, 1 error (E)", "pilot", "cabin:1", "Hypercall Yield", "none lost", "Began late by" },
            word => Assert.Contains(word, answer[4].GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Windows_are_to_scale(int width)
    {
        JsonElement answer = await AskAsync(_short, width, """
            [...page.querySelectorAll('#frames figure')].map(figure => [...figure.querySelectorAll('svg.strip > svg')]
              .filter(block => block.getBoundingClientRect().width > 0 && /^(pilot|cabin)/.test(block.querySelector('title').textContent))
              .map(block => [block.querySelector('title').textContent, block.getBoundingClientRect().width]))
            """);
        Assert.Equal("pilot: 300us from 500ns to 300.5us", answer[0][0][0].GetString());
        Assert.Equal("cabin:1: 800us from 100.5us to 900.5us", answer[1][0][0].GetString());
        Assert.Equal(800.0 / 300, answer[1][0][1].GetDouble() / answer[0][0][1].GetDouble(), 2);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Nothing_is_wider_than_the_page(int width)
    {
        JsonElement answer = await AskAsync(_long, width, Browser.TooWide);
        Assert.Equal(width, answer[0].GetInt32());
        Assert.True(answer.GetArrayLength() == 1, answer.ToString());
    }

    [Fact]
    public async Task Of_a_long_trace_the_frames_that_differ_are_shown()
    {
        JsonElement answer = await AskAsync(
            _long, Desktop, "[...page.querySelectorAll('#frames h3')].map(title => title.textContent.match(/\\d+/)[0])");
        Assert.Equal(
            ["0", "1", "2", "31", "57", "58", "59"], answer.EnumerateArray().Select(frame => frame.GetString()));
    }

    [Fact]
    public void Names_that_are_markup_are_text()
    {
        Trace trace = _short with { Description = _short.Description with { System = "<b>x</b>", Partitions = ["<i>p", "&amp;"] } };
        string page = TimelinePage.Write(trace);
        Assert.DoesNotContain("<b>x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>p", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_without_records_is_a_page_too() =>
        Assert.Contains("</html>", TimelinePage.Write(SmallTrace.Of()), StringComparison.Ordinal);

    private static Task<JsonElement> AskAsync(Trace trace, int width, string script)
    {
        RequiredTools.Require(ToolTable.Browser);
        return Browser.AskAsync(TimelinePage.Write(trace), width, script);
    }
}
