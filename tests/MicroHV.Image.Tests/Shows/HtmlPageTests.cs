// The page in a browser: what is on it, to scale, and within its width.
using System.Text.Json;
using MicroHV.Machines;
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Tests.Views;

namespace MicroHV.Image.Tests.Shows;

public sealed class HtmlPageTests : IDisposable
{
    private const int Phone = 390;
    private const int Desktop = 1280;

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public async Task A_page_names_everything()
    {
        JsonElement answer = await AskAsync(GoodSystem.Text, Desktop, """
            [page.querySelector('h1').textContent, [...page.querySelectorAll('h2')].map(title => title.textContent),
              page.title, page.querySelectorAll('script, link, img, iframe').length, page.body.innerText]
            """);
        Assert.Equal(Path.GetFileName(_good.Folder), answer[0].GetString());
        Assert.Equal(
            ["Schedule", "Memory", "Who reaches what", "Grants", "Health", "Partitions", "Machine"],
            answer[1].EnumerateArray().Select(title => title.GetString()));
        Assert.EndsWith(" · MicroHV", answer[2].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, answer[3].GetInt32());
        Assert.All(
            new[] { "safety", "general", "mailbox", "gain=3", "0x2F8-0x2FF", "IA32_LSTAR", "1GHz, within one part in 256" },
            word => Assert.Contains(word, answer[4].GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Windows_are_to_scale(int width)
    {
        JsonElement answer = await AskAsync(GoodSystem.Text, width, """
            [...page.querySelectorAll('#schedule svg.strip > svg')].map(block =>
              [block.querySelector('title').textContent, block.getBoundingClientRect().width])
            """);
        Assert.Equal(
            ["safety: 2ms from 0 to 2ms", "general: 8ms from 2ms to 10ms"],
            answer.EnumerateArray().Select(block => block[0].GetString()));
        Assert.Equal(4, answer[1][1].GetDouble() / answer[0][1].GetDouble(), 2);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Memory_is_to_scale(int width)
    {
        JsonElement answer = await AskAsync(GoodSystem.Text, width, """
            [...page.querySelectorAll('#memory svg.strip > svg')]
              .filter(block => /\.ram /.test(block.querySelector('title').textContent))
              .map(block => block.getBoundingClientRect().width)
            """);
        Assert.Equal(2, answer.GetArrayLength());
        Assert.Equal(2, answer[1].GetDouble() / answer[0].GetDouble(), 2);
    }

    [Theory]
    [InlineData(2, Phone)]
    [InlineData(10, Phone)]
    [InlineData(LargeSystem.MaxPartitions, Phone)]
    [InlineData(LargeSystem.MaxPartitions, Desktop)]
    public async Task Nothing_is_wider_than_the_page(int partitions, int width)
    {
        JsonElement answer = await AskAsync(LargeSystem.Text(partitions), width, Browser.TooWide);
        Assert.Equal(width, answer[0].GetInt32());
        Assert.True(answer.GetArrayLength() == 1, answer.ToString());
    }

    [Fact]
    public async Task A_device_with_a_long_reason_is_not_wider_than_a_phone()
    {
        string reason = string.Concat(Enumerable.Repeat("averylongreason", 30));
        string device = $"""

            [[partition.region]]
            name = "abcdefghijklmnopqrstuvw"
            at = "0xfed0_0000"
            size = "4KiB"
            device = true
            host = "0xfed0_0000"
            reason = "{reason}"
            """;
        JsonElement answer = await AskAsync(GoodSystem.Text + device, Phone, Browser.TooWide);
        Assert.True(answer.GetArrayLength() == 1, answer.ToString());
        Assert.Equal(Phone, answer[0].GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_ground_is_as_the_reader_wants_it(bool isDark)
    {
        JsonElement answer = await AskAsync(
            GoodSystem.Text, Desktop, "view.getComputedStyle(page.body).backgroundColor.match(/\\d+/g).map(Number)", isDark);
        Assert.All(answer.EnumerateArray(), part => Assert.Equal(isDark, part.GetInt32() < 128));
    }

    [Fact]
    public async Task Text_has_contrast_in_both_schemes()
    {
        // WCAG 2, "Contrast (Minimum)": of every label on the colour of its block.
        const string Contrast = """
            [...page.querySelectorAll('.chip, .map .block strong, td.write, td.read, figcaption, .tiles small')].map(element => {
              const light = text => text.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
                .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
              let ground = element;
              while (view.getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
              const [one, other] = [view.getComputedStyle(element).color, view.getComputedStyle(ground).backgroundColor]
                .map(light).sort((a, b) => b - a);
              return (one + 0.05) / (other + 0.05);
            })
            """;
        foreach (bool isDark in new[] { false, true })
        {
            JsonElement answer = await AskAsync(LargeSystem.Text(10), Desktop, Contrast, isDark);
            Assert.NotEqual(0, answer.GetArrayLength());
            Assert.All(answer.EnumerateArray(), contrast => Assert.InRange(contrast.GetDouble(), 4.5, 21));
        }
    }

    private Task<JsonElement> AskAsync(string description, int width, string script, bool isDark = false)
    {
        RequiredTools.Require(ToolTable.Browser);
        return Browser.AskAsync(ShownPages.Html(ShownPages.View(_good, description)), width, script, isDark);
    }
}
