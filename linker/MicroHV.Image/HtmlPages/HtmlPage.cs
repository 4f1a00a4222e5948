// The page that `microhv show --html` writes.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>A system to review: its plan in pictures and tables.</summary>
internal static class HtmlPage
{
    private static readonly (string Id, string Title)[] _sections =
    [
        ("schedule", "Schedule"), ("memory", "Memory"), ("reach", "Who reaches what"), ("grants", "Grants"), ("health", "Health"),
        ("partitions", "Partitions"), ("machine", "Machine"),
    ];

    /// <summary>The page of <paramref name="view"/>.</summary>
    public static string Write(SystemView view) => PageFrame.Write(view.Name, html =>
    {
        SummarySection.Write(html, view);
        WriteNavigation(html);
        using (html.Open("main"))
        {
            ScheduleSection.Write(html, view);
            MemorySection.Write(html, view);
            ReachSection.Write(html, view);
            GrantSection.Write(html, view);
            HealthSection.Write(html, view);
            PartitionSection.Write(html, view);
            MachineSection.Write(html, view);
        }

        WriteFoot(html, view);
    });

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
}
