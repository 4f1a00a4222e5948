// Names, arguments and reasons are other people's: no page lets them be anything but text.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Fuzzing.Boots;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Tests.Shows;

public sealed partial class HostileTextTests : IDisposable
{
    // All that pages are made of.
    private static readonly string[] _elements =
    [
        "article", "a", "body", "caption", "code", "dd", "details", "div", "dl", "dt", "defs", "figcaption", "figure", "footer",
        "h1", "h2", "h3", "head", "header", "html", "li", "line", "main", "nav", "ol", "p", "pattern", "rect", "section",
        "small", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr",
    ];

    private static readonly string[] _attributes =
    [
        "aria-hidden", "aria-label", "class", "dx", "height", "href", "id", "patternTransform", "patternUnits", "role", "scope",
        "style", "tabindex", "width", "x", "x1", "x2", "y", "y1", "y2",
    ];

    private readonly GoodSystem _good = new();

    /// <summary>Names of at most 31 bytes that want to be more than names.</summary>
    public static TheoryData<string> Names =>
    [
        "\u001b[2J\u001b]0;x\u0007", "<script>alert(1)</script>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
        "[bold red]x[/]", "[/]", "a\nb: pass", "a\rb", "\u202Egnp.exe", "&lt;b&gt;&#60;", "</title><h1>x", "--> <!-- x",
        "javascript:alert(1)", "\u0085\u009B31m", "\U0001F4A9 \u0301\u0301", "",
    ];

    public void Dispose() => _good.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_in_an_image_stay_text(string name) => AssertHarmless(WithName(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Names_that_are_no_UTF_8_stay_text() => AssertHarmless(WithName([0xFF, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF8]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Reasons_in_a_description_stay_text(string reason)
    {
        string written = string.Concat($"for {reason}".EnumerateRunes().Select(rune => $"\\U{rune.Value:X8}"));
        string text = GoodSystem.Text.Replace(
            "[0x60,", $"[{{ range = \"0xb2\", reason = \"{written}\" }},", StringComparison.Ordinal);
        AssertHarmless(ShownPages.View(_good, text));
    }

    [Fact]
    public void Words_of_markup_are_shown_as_they_are_written()
    {
        SystemView view = WithName("[bold]<b>&amp;"u8);
        Assert.Contains("[bold]<b>&amp;", ShownPages.Text(view), StringComparison.Ordinal);
        Assert.Contains("[bold]&lt;b&gt;&amp;amp;", ShownPages.Html(view), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_finds_no_element_in_a_name()
    {
        RequiredTools.Require(ToolTable.Browser);
        string page = ShownPages.Html(WithName("\"><script>a</script><img src=x>"u8));
        JsonElement answer = await Browser.AskAsync(
            page, 1280, "[page.querySelectorAll('script, img').length, page.body.innerText.includes('<img src=x>')]");
        Assert.Equal((0, true), (answer[0].GetInt32(), answer[1].GetBoolean()));
    }

    private static void AssertHarmless(SystemView view)
    {
        SystemView other = view with { Partitions = [], Schedules = [view.Schedules[0] with { Shares = [] }] };
        AssertPlain(ShownPages.Text(view));
        AssertPlain(ShownPages.Differences(view, other));
        AssertPlain(ShownPages.Differences(other, view));
        AssertPlain(ReportFile.Text(view));

        // Colours are the tool's own; nothing else may steer the terminal.
        AssertPlain(Regex.Replace(ShownPages.Colours(view), "\u001b\\[[0-9;]*m", ""));

        string html = ShownPages.Html(view);
        AssertPlain(html);
        string body = html[html.IndexOf("</style>", StringComparison.Ordinal)..];
        foreach (Match tag in Tag().Matches(body))
        {
            Match whole = WholeTag().Match(tag.Value);
            Assert.True(whole.Success, tag.Value);
            Assert.Contains(whole.Groups["name"].Value, _elements);
            Assert.All(whole.Groups["attribute"].Captures, attribute => Assert.Contains(attribute.Value, _attributes));
        }
    }

    private static void AssertPlain(string text) => Assert.DoesNotContain(text, letter => letter != '\n'
        && char.GetUnicodeCategory(letter) is UnicodeCategory.Control
            or UnicodeCategory.Format);

    private unsafe SystemView WithName(ReadOnlySpan<byte> name)
    {
        BlobEditor editor = new(BlobWriter.Write(_good.Plan(), new BlobOptions()));
        fixed (byte* partition = editor.Partitions[0].Name, region = editor.Regions[0].Name)
        {
            Write(name, new Span<byte>(partition, PartitionRecord.NameSizeBytes));
            Write(name[..Math.Min(name.Length, RegionRecord.NameSizeBytes)], new Span<byte>(region, RegionRecord.NameSizeBytes));
        }

        byte[] blob = editor.Sealed();
        KernelPlace place = new() { ImageStart = BlobReader.ImageStart, BlobStart = BlobReader.PlaceOf(blob) };
        return SystemViews.Of("system.blob", ViewOrigin.Blob, blob, in place);
    }

    private static void Write(ReadOnlySpan<byte> name, Span<byte> field)
    {
        field.Clear();
        name.CopyTo(field);
        field[^1] = 0;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("""^</?(?<name>[a-z0-9]+)(?:\s(?<attribute>[a-zA-Z0-9-]+)="[^"<>]*")*>$""")]
    private static partial Regex WholeTag();
}
