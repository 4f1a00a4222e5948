// The page that `microhv show --html` writes.
using System.Reflection;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// One file that needs no other: style and pictures are in it, there is no script, and a policy forbids the reader's
/// browser to run or load any.
/// </summary>
internal static class HtmlPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private static readonly (string Id, string Title)[] _sections =
    [
        ("schedule", "Schedule"), ("memory", "Memory"), ("reach", "Who reaches what"), ("grants", "Grants"),
        ("partitions", "Partitions"), ("machine", "Machine"),
    ];

    /// <summary>The page of <paramref name="view"/>.</summary>
    public static string Write(SystemView view)
    {
        HtmlWriter html = new();
        html.Own("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            WriteHead(html, view);
            using (html.Open("body"))
            {
                WriteHatch(html);
                SummarySection.Write(html, view);
                WriteNavigation(html);
                using (html.Open("main"))
                {
                    ScheduleSection.Write(html, view);
                    MemorySection.Write(html, view);
                    ReachSection.Write(html, view);
                    GrantSection.Write(html, view);
                    PartitionSection.Write(html, view);
                    MachineSection.Write(html, view);
                }

                WriteFoot(html, view);
            }
        }

        html.Own("\n");
        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, SystemView view)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Element("title", $"{view.Name} · MicroHV");
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

    private static void WriteNavigation(HtmlWriter html)
    {
        using (html.Open("nav", ("aria-label", "Sections")))
        {
            foreach ((string id, string title) in _sections)
            {
                html.Element("a", title, ("href", $"#{id}"));
            }
        }
    }

    private static void WriteFoot(HtmlWriter html, SystemView view)
    {
        using (html.Open("footer"))
        {
            using (html.Open("p"))
            {
                html.Text($"Blob of {Units.FormatSize(view.Blob.SizeBytes)}, layout {view.Blob.LayoutVersion}, SHA-256 ");
                html.Element("code", view.Blob.Sha256);
            }

            html.Element("p", view.IsDescribed
                ? "Made by microhv show from a description: from the blob that microhv build writes, as the kernel reads it."
                : "Made by microhv show from an image, as the kernel reads it. An image does not hold reasons, names of "
                    + "shared memory, or RAM that nobody uses.");
        }
    }

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("pages/page.css")
            ?? throw new InvalidOperationException("this command carries no style for its pages");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
