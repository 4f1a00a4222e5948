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

    // A class that has more is told by the numbers of its runs alone.
    private const int MaxListedRows = 1_000;

    /// <summary>Writes them.</summary>
    public static void Write(HtmlWriter html, CampaignReport report, string command)
    {
        using (html.Open("section", ("id", "runs")))
        {
            html.Element("h2", "Runs");
            html.Element("p", $"{Figures.Count(report.Notable.Count, "run")} of {CampaignPage.Number(report.Total.Total)}: every one "
                + "that was not N, M or C. The command makes the run again and shows all of it.");
            ILookup<OutcomeClass, RunRow> classes = report.Notable.ToLookup(row => row.Outcome);
            foreach (OutcomeClass outcome in CampaignReport.Gravest.Where(classes.Contains))
            {
                RunRow[] rows = [.. classes[outcome]];
                html.Element("h3", $"{outcome} {OutcomeWords.Of(outcome)}");
                if (rows.Length > MaxListedRows)
                {
                    WriteNumbers(html, outcome, rows, command);
                }
                else
                {
                    WriteClass(html, outcome, rows, command);
                }
            }
        }
    }

    private static void WriteClass(HtmlWriter html, OutcomeClass outcome, IReadOnlyList<RunRow> rows, string command)
    {
        string title = $"{outcome} {OutcomeWords.Of(outcome)}";
        Table table = new(title, "runs", "Fault", "Why", "", "Command");
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

    // The numbers of a row are those that its command takes.
    private static void WriteNumbers(HtmlWriter html, OutcomeClass outcome, IReadOnlyList<RunRow> rows, string command)
    {
        Table table = new($"{outcome} {OutcomeWords.Of(outcome)}", "bars", "Location", "Runs", "Command", "Numbers");
        using (table.Open(html))
        {
            foreach (IGrouping<(string Location, string Lane), RunRow> group in rows.GroupBy(row => (row.Fault.Location, row.Lane)))
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, OutcomeSection.Colour(outcome), group.Key.Location);
                    Table.Cell(html, CampaignPage.Number(group.Count()), "num");
                    using (Table.OpenCell(html, "list"))
                    {
                        html.Element("code", $"{command} --lane {group.Key.Lane} --run …");
                    }

                    using (Table.OpenCell(html, "list"))
                    using (html.Open("details"))
                    {
                        html.Element("summary", "all numbers");
                        html.Element("code", string.Join(' ', group.Select(row => row.Number)));
                    }
                }
            }
        }
    }
}
