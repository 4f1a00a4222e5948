// What all pages have in common.
using System.Reflection;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// One file that needs no other: style and pictures are in it, there is no script, and a policy forbids the reader's
/// browser to run or load any.
/// </summary>
internal static class PageFrame
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>A page.</summary>
    /// <param name="title">What it is about, for the browser.</param>
    /// <param name="writeBody">Writes what is on it.</param>
    public static string Write(string title, Action<HtmlWriter> writeBody)
    {
        HtmlWriter html = new();
        html.Own("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            WriteHead(html, title);
            using (html.Open("body"))
            {
                WriteHatch(html);
                writeBody(html);
            }
        }

        html.Own("\n");
        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, string title)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Element("title", $"{title} · MicroHV");
            using (html.Open("style"))
            {
                html.Own(Style());
            }
        }
    }

    // The ground of what is nobody's, for all pictures.
    private static void WriteHatch(HtmlWriter html) => html.Own(
        """
        <svg class="hidden" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="7"></line></pattern></defs></svg>

        """);

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("pages/page.css")
            ?? throw new InvalidOperationException("this command carries no style for its pages");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
