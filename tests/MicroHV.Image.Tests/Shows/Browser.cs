// A page in a browser, as a script finds it there.
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Shows;

/// <summary>
/// Opens a page in headless Chromium, in a frame of a given width, and asks it. The page itself may not run scripts: the
/// question is a script of the page around it.
/// </summary>
internal static class Browser
{
    /// <summary>Asks how wide the page is, and for what is wider, unless it scrolls by itself.</summary>
    public const string TooWide = """
        [page.documentElement.scrollWidth, ...[...page.querySelectorAll('body *')]
          .filter(element => element.getBoundingClientRect().right > view.innerWidth + 0.5 && !element.closest('.scroll, caption'))
          .map(element => element.outerHTML.slice(0, 200))]
        """;

    /// <summary>What <paramref name="script"/> says of <paramref name="page"/>.</summary>
    /// <param name="page">The page's HTML.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="script">An expression over <c>page</c>, the document in the frame, and <c>view</c>, its window.</param>
    /// <param name="isDark">Whether the reader wants dark pages.</param>
    public static async Task<JsonElement> AskAsync(string page, int width, string script, bool isDark = false)
    {
        string folder = Directory.CreateTempSubdirectory("microhv-browser-").FullName;
        try
        {
            string around = Path.Combine(folder, "around.html");
            await File.WriteAllTextAsync(around, $$"""
                <!DOCTYPE html><meta charset="utf-8"><body>
                <iframe id="frame" style="width:{{width}}px;height:3000px;border:0" srcdoc="{{WebUtility.HtmlEncode(page)}}"></iframe>
                <pre id="answer"></pre>
                <script>
                addEventListener('load', () => {
                  const view = document.getElementById('frame').contentWindow, page = view.document;
                  document.getElementById('answer').textContent = JSON.stringify({{script}});
                });
                </script>
                """);
            string dom = await DumpAsync(folder, around, isDark);
            const string Before = "<pre id=\"answer\">";
            int start = dom.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
            int end = dom.IndexOf("</pre>", start, StringComparison.Ordinal);
            return JsonDocument.Parse(WebUtility.HtmlDecode(dom[start..end])).RootElement;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task<string> DumpAsync(string folder, string path, bool isDark)
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--hide-scrollbars",
            $"--user-data-dir={Path.Combine(folder, "profile")}",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
            "--window-size=1600,1200", "--dump-dom", new Uri(path).AbsoluteUri,
        ];
        ProcessStartInfo start = new(ToolTable.Browser.Require(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string dom = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            Assert.True(process.ExitCode == 0, await errors);
            return dom;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
