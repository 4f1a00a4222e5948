// The page that `microhv inject --report` writes.
using System.Globalization;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.Pages;

namespace MicroHV.Image.HtmlPages;

/// <summary>A campaign to review: the verdict in one screen, then outcomes in pictures, then every run that needs an explanation.</summary>
internal static class CampaignPage
{
    private static readonly (string Id, string Title)[] _sections =
    [
        ("expectations", "Expectations"), ("outcomes", "Outcomes"), ("containment", "Containment"), ("latency", "Detection"),
        ("recovery", "Recovery"), ("agreement", "Agreement"), ("timelines", "Timelines"), ("runs", "Runs"), ("basis", "Basis"),
    ];

    /// <summary>The page of <paramref name="report"/>.</summary>
    /// <param name="report">The facts.</param>
    /// <param name="command">The command that repeats a run, without its number and its lane.</param>
    public static string Write(CampaignReport report, string command) => PageFrame.Write($"{report.Name}: fault injection", html =>
    {
        WriteTop(html, report);
        using (html.Open("nav", ("aria-label", "Sections")))
        {
            foreach ((string id, string title) in _sections)
            {
                html.Element("a", title, ("href", $"#{id}"));
            }
        }

        using (html.Open("main"))
        {
            WriteExpectations(html, report);
            OutcomeSection.Write(html, report);
            OutcomeSection.WriteContainment(html, report);
            TimesSection.Write(html, "latency", "Detection", "From the injection to what tells of it", report.Latency);
            TimesSection.Write(
                html, "recovery", "Recovery", "From a partition's first error to the first entry of its next life", report.Recovery);
            AgreementSection.Write(html, report, command);
            TimelineSection.Write(html, report, command);
            NotableSection.Write(html, report, command);
            WriteBasis(html, report);
        }

        using (html.Open("footer"))
        {
            html.Element("p", "Made by microhv inject. A share is of the runs that the experiment did not fail; an interval has the "
                + "true share in it with a confidence of 95 % (Wilson).");
        }
    });

    /// <summary>A number of runs.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void WriteTop(HtmlWriter html, CampaignReport report)
    {
        using (html.Open("header"))
        {
            html.Element("p", "MicroHV fault injection", ("class", "kicker"));
            html.Element("h1", report.Name);
            html.Element(
                "p",
                $"Each run has the system '{report.System}' do its work, injects one fault, and holds memory, output, errors and windows of "
                    + "every partition against a run without it.",
                ("class", "lead"));
            using (html.Open("dl", ("class", "tiles")))
            {
                string verdict = !report.IsComplete ? "not finished" : report.IsGood ? "met" : "not met";
                SummarySection.Tile(html, "Expectations", verdict, $"of {report.Expectations.Count}");
                SummarySection.Tile(html, "Runs", Number(report.Total.Total), $"of {Number(report.Planned)}, seed {report.Seed}");
                Proportion contained = OutcomeSection.Contained(report.Total);
                SummarySection.Tile(
                    html, "No harm to others", OutcomeSection.Percent(contained.Share), $"{OutcomeSection.Interval(contained)}, N, M, C, H, S");
                SummarySection.Tile(
                    html, "Isolation violations", Number(report.Total.Classes[OutcomeClass.I].Count),
                    $"class I; {Number(report.Total.Classes[OutcomeClass.X].Count)} uncontrolled, class X");
                SummarySection.Tile(
                    html, "Detected after", TraceFigures.Time(report.Latency?.Median),
                    report.Latency is { } latency ? $"median; at most {TraceFigures.Time(latency.Max)}" : "nothing was detected");
                SummarySection.Tile(
                    html, "Recovered after", TraceFigures.Time(report.Recovery?.Median),
                    report.Recovery is { } recovery ? $"median; at most {TraceFigures.Time(recovery.Max)}" : "nobody began anew");
            }
        }
    }

    private static void WriteExpectations(HtmlWriter html, CampaignReport report)
    {
        using (html.Open("section", ("id", "expectations")))
        {
            html.Element("h2", "Expectations");
            html.Element("p", "What the campaign demands. Violations, crashes and stops are counted for faults that start in a partition.");
            Table table = new("Expectations", "bars", "Expectation", "Expected", "Found", "");
            using (table.Open(html))
            {
                foreach (ExpectationVerdict verdict in report.Expectations)
                {
                    using (Table.OpenRow(html))
                    {
                        Table.NameCell(html, verdict.IsMet ? OutcomeSection.Colour(OutcomeClass.C) : OutcomeSection.Colour(OutcomeClass.X), verdict.Name);
                        Table.Cell(html, verdict.Expected);
                        Table.Cell(html, verdict.Found, "num");
                        Table.Cell(html, verdict.IsMet ? "met" : "not met");
                    }
                }
            }
        }
    }

    private static void WriteBasis(HtmlWriter html, CampaignReport report)
    {
        using (html.Open("section", ("id", "basis")))
        {
            html.Element("h2", "Basis");
            html.Element("p", "What makes the runs repeat themselves to the last bit.");
            using (html.Open("dl", ("class", "facts")))
            {
                foreach ((string name, string value) in Facts(report))
                {
                    html.Element("dt", name);
                    using (html.Open("dd"))
                    {
                        html.Element("code", value);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(CampaignReport report) =>
    [
        ("Seed", $"{report.Seed}"),
        ("Frames of a run", $"{report.Frames}"),
        ("Lanes", string.Join(", ", report.Lanes.Select(lane => lane.Name))),
        ("microhv", report.Version),
        ("Campaign, system and kernel", report.Digest),
    ];
}
