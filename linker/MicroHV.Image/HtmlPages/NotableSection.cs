// Every run that needs an explanation, with the command that repeats it.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.Pages;

namespace MicroHV.Image.HtmlPages;

/// <summary>Runs that were not N, M or C, the gravest class first.</summary>
internal static class NotableSection
{
    private const int MaxOpenRows = 40;

    private static readonly OutcomeClass[] _order =
        [OutcomeClass.I, OutcomeClass.X, OutcomeClass.E, OutcomeClass.P, OutcomeClass.S, OutcomeClass.H];

    /// <summary>Writes them.</summary>
    public static void Write(HtmlWriter html, CampaignReport report, string command)
    {
        using (html.Open("section", ("id", "runs")))
        {
            html.Element("h2", "Runs");
            html.Element("p", $"{Figures.Count(report.Notable.Count, "run")} of {CampaignPage.Number(report.Total.Total)}: every one "
                + "that was not N, M or C. The command makes the run again and shows all of it.");
            ILookup<OutcomeClass, RunRow> classes = report.Notable.ToLookup(row => row.Outcome);
            foreach (OutcomeClass outcome in _order.Where(classes.Contains))
            {
                WriteClass(html, outcome, [.. classes[outcome]], command);
            }
        }
    }

    private static void WriteClass(HtmlWriter html, OutcomeClass outcome, IReadOnlyList<RunRow> rows, string command)
    {
        string title = $"{outcome} {OutcomeWords.Of(outcome)}";
        html.Element("h3", title);
        Table table = new(title, "shares", "Fault", "Why", "", "Command");
        using (table.Open(html, rows.Count > MaxOpenRows ? $"All {CampaignPage.Number(rows.Count)} runs" : null))
        {
            foreach (RunRow row in rows)
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, OutcomeSection.Colour(outcome), row.Fault.Location);
                    Table.Cell(html, FaultText.Of(row), "why");
                    Table.Cell(html, row.Why, "list");
                    using (Table.OpenCell(html, "list"))
                    {
                        html.Element("code", $"{command} --run {row.Number} --lane {row.Lane}");
                    }
                }
            }
        }
    }
}
