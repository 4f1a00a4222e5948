// The report of a campaign in a browser: its verdict, its plots to scale, and nothing wider than the page.
using System.Text.Json;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.HtmlPages;
using MicroHV.Image.Tests.Shows;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

public sealed class CampaignPageTests
{
    private const int Phone = 390;
    private const int Desktop = 1280;

    private static readonly RunRow[] _rows =
    [
        .. Enumerable.Range(1, 60).Select(number => Row(number, OutcomeClass.N)),
        .. Enumerable.Range(61, 20).Select(number => Row(number, OutcomeClass.C) with { Detected = number * 100, Recovered = 300_000 + (number * 1_000) }),
        .. Enumerable.Range(81, 15).Select(number => Row(number, OutcomeClass.S)),
        .. Enumerable.Range(96, 5).Select(number => Row(number, OutcomeClass.I)),
    ];

    private static readonly CampaignReport _report = new()
    {
        Name = "night",
        System = "flight",
        Seed = 7,
        Frames = 6,
        Version = "0.1.0",
        Digest = new string('a', 64),
        Planned = 100,
        Total = OutcomeCounts.Of("all", _rows),
        Lanes = [OutcomeCounts.Of("model-vtx", _rows)],
        Locations = [OutcomeCounts.Of("register", _rows)],
        Kinds = [OutcomeCounts.Of(FaultKinds.BitFlip, _rows)],
        Latency = TimeDistribution.Of(_rows.Select(row => row.Detected).OfType<long>()),
        Recovery = TimeDistribution.Of(_rows.Select(row => row.Recovered).OfType<long>()),
        Agreement = Agreement.Of(_rows),
        Time = new PlannedTime(
            ["left", "general"], 1_000_000, [new PlannedWindow(0, 0, 300_000), new PlannedWindow(1, 500_000, 800_000)]),
        Expectations = [new ExpectationVerdict("isolation-violations", "none", "5 of 100", false)],
        Notable = [.. _rows.Where(row => row.Outcome is OutcomeClass.S or OutcomeClass.I)],
        Examples = [_rows[^1], _rows[60]],
    };

    [Fact]
    public async Task The_verdict_comes_first_and_the_page_needs_nothing_else()
    {
        JsonElement answer = await AskAsync(Desktop, """
            [page.querySelector('h1').textContent, [...page.querySelectorAll('h2')].map(title => title.textContent),
              page.querySelectorAll('script, link, img, iframe').length, page.querySelector('header').innerText, page.body.innerText]
            """);
        Assert.Equal("night", answer[0].GetString());
        Assert.Equal(
            ["Expectations", "Outcomes", "Containment", "Detection", "Recovery", "Agreement", "Timelines", "Runs", "Basis"],
            answer[1].EnumerateArray().Select(title => title.GetString()));
        Assert.Equal(0, answer[2].GetInt32());
        Assert.All(
            new[] { "not met", "95 %", "88.82 % to 97.85 %" },
            word => Assert.Contains(word, answer[3].GetString(), StringComparison.Ordinal));
        Assert.Contains("microhv inject night.toml --run 100 --lane model-vtx", answer[4].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Bars_are_to_scale(int width)
    {
        JsonElement answer = await AskAsync(width, """
            [...page.querySelectorAll('#outcomes svg')].map(svg => [...svg.querySelectorAll('rect')]
              .map(bar => bar.getBoundingClientRect().width / svg.getBoundingClientRect().width))
            """);
        Assert.Equal(3, answer.GetArrayLength());
        Assert.All(answer.EnumerateArray(), bars =>
        {
            Assert.Equal([0.6, 0.2, 0.15, 0.05], bars.EnumerateArray().Select(bar => Math.Round(bar.GetDouble(), 2)));
        });
    }

    [Fact]
    public async Task An_interval_lies_around_its_share()
    {
        JsonElement answer = await AskAsync(Desktop, """
            [...page.querySelectorAll('#containment svg')].map(svg => { const all = svg.getBoundingClientRect(),
              interval = svg.querySelector('rect').getBoundingClientRect(), point = svg.querySelector('circle').getBoundingClientRect();
              return [(interval.left - all.left) / all.width, (point.left + point.width / 2 - all.left) / all.width,
                (interval.right - all.left) / all.width]; })
            """);
        Assert.Equal(0.8882, answer[0][0].GetDouble(), 2);
        Assert.Equal(0.95, answer[0][1].GetDouble(), 2);
        Assert.Equal(0.9785, answer[0][2].GetDouble(), 2);
    }

    // The second frame, in which the fault is: windows of the plan, where they were used, and the moments above.
    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task A_timeline_is_to_scale(int width)
    {
        JsonElement answer = await AskAsync(width, """
            [...page.querySelectorAll('#timelines figure')].slice(1).map(figure => { const all = figure.querySelector('svg').getBoundingClientRect(),
              place = piece => { const box = piece.getBoundingClientRect(); return [(box.left - all.left) / all.width, box.width / all.width]; };
              return [[...figure.querySelectorAll('svg svg')].slice(2, 4).map(place),
                [...figure.querySelectorAll('rect.e')].slice(2, 4).map(place),
                [...figure.querySelectorAll('.mark')].map(mark => mark.textContent), figure.innerText]; })[0]
            """);
        Assert.Equal([0, 0.3, 0.5, 0.3], Rounded(answer[0]));
        Assert.Equal([0, 0.15, 0.5, 0.06], Rounded(answer[1]));
        Assert.Equal(["F", "D", "R"], answer[2].EnumerateArray().Select(mark => mark.GetString()));
        Assert.Contains("microhv inject night.toml --run 61 --lane model-vtx", answer[3].GetString(), StringComparison.Ordinal);
    }

    // A fault at the start of the first frame, and what follows it within a microsecond.
    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Marks_of_a_timeline_hide_neither_each_other_nor_a_label_nor_leave_the_picture(int width)
    {
        CampaignReport early = _report with
        {
            Examples = [Row(61, OutcomeClass.C) with { Injected = 0, Detected = 100, Recovered = 900 }],
        };
        JsonElement answer = await AskAsync(early, width, """
            [...page.querySelectorAll('#timelines svg.strip')].map(svg => { const all = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text.mark, text.scale')].slice(0, 5).map(text => text.getBoundingClientRect())
                .map(box => [box.left - all.left, box.right - all.left, box.top, box.bottom, all.width]); })[0]
            """);
        double[][] boxes = [.. answer.EnumerateArray().Select(box => box.EnumerateArray().Select(side => side.GetDouble()).ToArray())];
        Assert.Equal(5, boxes.Length);
        Assert.All(boxes, box => Assert.True(box[0] >= 0 && box[1] <= box[4], string.Join(' ', box)));
        Assert.All(boxes.Index(), each => Assert.All(boxes.Take(each.Index), other => Assert.True(
            each.Item[0] >= other[1] || each.Item[1] <= other[0] || each.Item[2] >= other[3] || each.Item[3] <= other[2])));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Disagreements_are_told_by_the_rule_that_explains_them_or_by_their_command(int width)
    {
        RunRow[] rows =
        [
            Row(1, OutcomeClass.N), Row(1, OutcomeClass.N) with { Lane = "model-svm" },
            Row(2, OutcomeClass.C) with { Refused = "VT-x, SDM 3C \"Checks\", Name: sentence." }, Row(2, OutcomeClass.N) with { Lane = "model-svm" },
            Row(3, OutcomeClass.C), Row(3, OutcomeClass.N) with { Lane = "model-svm" },
        ];
        JsonElement answer = await AskAsync(_report with { Agreement = Agreement.Of(rows) }, width, """
            [page.querySelector('#agreement').innerText, [...page.querySelectorAll('#agreement .runs code')].map(code => code.textContent)]
            """);
        string text = answer[0].GetString()!;
        Assert.Contains("1 of 3 (33.33 %)", text, StringComparison.Ordinal);
        Assert.Contains("2 of 3 (66.67 %)", text, StringComparison.Ordinal);
        Assert.Contains("VT-x, SDM 3C \"Checks\", Name: sentence.", text, StringComparison.Ordinal);
        Assert.Contains("N on model-svm, C on model-vtx", text, StringComparison.Ordinal);
        Assert.Equal(["microhv inject night.toml --run 3"], answer[1].EnumerateArray().Select(code => code.GetString()));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Nothing_is_wider_than_the_page(int width)
    {
        JsonElement answer = await AskAsync(width, Browser.TooWide);
        Assert.Equal(width, answer[0].GetInt32());
        Assert.True(answer.GetArrayLength() == 1, answer.ToString());
    }

    [Fact]
    public void Names_that_are_markup_are_text() => Assert.DoesNotContain(
        "<b>x", CampaignPage.Write(_report with { Name = "<b>x</b>", System = "<b>x" }, "microhv inject"), StringComparison.Ordinal);

    private static IEnumerable<double> Rounded(JsonElement places) =>
        places.EnumerateArray().SelectMany(place => place.EnumerateArray()).Select(number => Math.Round(number.GetDouble(), 2));

    private static RunRow Row(long number, OutcomeClass outcome) => new(
        "model-vtx", number, new Fault("register", FaultKinds.BitFlip, 1, "R12", 0, 3, FaultTriggers.Entry, 2, 0), "general",
        outcome, "what the partition wrote or keeps differs", 1_550_000, null, null, "FrameLimitReached", "",
        outcome == OutcomeClass.N ? "" : "0:0..150000 1:500000..650000 0:1000000..1150000 1:1500000..1560000 0:2000000..2150000");

    private static Task<JsonElement> AskAsync(int width, string script) => AskAsync(_report, width, script);

    private static Task<JsonElement> AskAsync(CampaignReport report, int width, string script)
    {
        RequiredTools.Require(ToolTable.Browser);
        return Browser.AskAsync(CampaignPage.Write(report, "microhv inject night.toml"), width, script);
    }
}
