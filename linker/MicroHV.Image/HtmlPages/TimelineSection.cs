// Runs in pictures: who ran when around a fault.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;

namespace MicroHV.Image.HtmlPages;

/// <summary>A timeline for each class and location, the gravest class first.</summary>
internal static class TimelineSection
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="report">The facts.</param>
    /// <param name="command">The command that repeats a run, without its number and its lane.</param>
    public static void Write(HtmlWriter html, CampaignReport report, string command)
    {
        using (html.Open("section", ("id", "timelines")))
        {
            html.Element("h2", "Timelines");
            html.Element("p", "One run of each class and location, the gravest first, a row for each major frame around the fault. Pale is "
                + "the window of the plan, dark below it when the partition ran in it. F is the fault, D what tells of it, R the first entry "
                + "of the next life.");
            using (html.Open("p"))
            {
                for (int partition = 0; partition < report.Time.Partitions.Count; partition++)
                {
                    html.Element("span", report.Time.Partitions[partition], ("class", $"chip {Colours.Of(partition)}"));
                }
            }

            foreach (RunRow row in report.Examples)
            {
                using (html.Open("figure"))
                {
                    WriteCaption(html, row, command);
                    new RunTimeline(report.Time, report.Frames, row).Write(html);
                }
            }
        }
    }

    private static void WriteCaption(HtmlWriter html, RunRow row, string command)
    {
        using (html.Open("figcaption"))
        {
            html.Empty("span", ("class", $"swatch {OutcomeSection.Colour(row.Outcome)}"));
            html.Element("strong", $"{row.Outcome} {OutcomeWords.Of(row.Outcome)}");
            html.Text($": {FaultText.Of(row)}; {row.Why}. ");
            html.Element("code", $"{command} --run {row.Number} --lane {row.Lane}");
        }
    }
}
