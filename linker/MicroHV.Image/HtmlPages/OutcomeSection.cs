// Outcomes in pictures: what became of faults, by where they struck.
using System.Globalization;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.Pages;

namespace MicroHV.Image.HtmlPages;

/// <summary>A bar for each group of runs, and shares with their intervals.</summary>
internal static class OutcomeSection
{
    private const int BarHeight = 22;
    private const int PlotHeight = 26;

    // Those that leave every other partition as it would be.
    private static readonly OutcomeClass[] _harmless =
        [OutcomeClass.N, OutcomeClass.M, OutcomeClass.C, OutcomeClass.H, OutcomeClass.S];

    /// <summary>The class of the colour of an outcome.</summary>
    public static string Colour(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.N => Colours.Kernel,
        OutcomeClass.M => "c0",
        OutcomeClass.C => "c2",
        OutcomeClass.H => "c6",
        OutcomeClass.S => "c1",
        OutcomeClass.I => "c4",
        OutcomeClass.P => "c3",
        OutcomeClass.X => "c7",
        _ => Colours.Free,
    };

    /// <summary>The share of runs that left every other partition as it would be.</summary>
    public static Proportion Contained(OutcomeCounts group) => new(
        _harmless.Sum(outcome => group.Classes[outcome].Count), group.Total - group.Classes[OutcomeClass.E].Count);

    /// <summary>A share for people.</summary>
    public static string Percent(double share) => Figures.Percent(Math.Round((decimal)share * 100, 2));

    /// <summary>An interval for people.</summary>
    public static string Interval(Proportion proportion) => $"{Percent(proportion.Low)} to {Percent(proportion.High)}";

    /// <summary>Writes what became of the faults, by lane, location and kind.</summary>
    public static void Write(HtmlWriter html, CampaignReport report)
    {
        using (html.Open("section", ("id", "outcomes")))
        {
            html.Element("h2", "Outcomes");
            html.Element("p", "What became of the faults, by evidence alone. A bar is as long as all runs of its row.");
            WriteLegend(html, report);
            WriteBars(html, "By lane", report.Lanes);
            WriteBars(html, "By location", report.Locations);
            WriteBars(html, "By kind", report.Kinds);
        }
    }

    /// <summary>Writes which share of faults did no harm to others, with intervals.</summary>
    public static void WriteContainment(HtmlWriter html, CampaignReport report)
    {
        using (html.Open("section", ("id", "containment")))
        {
            html.Element("h2", "Containment");
            html.Element("p", "The share of faults that left every other partition as it would be without them (N, M, C, H, S): a point, "
                + "and the interval of 95 %. The scale begins at 0 % and ends at 100 %.");
            Table table = new("Share of faults that did no harm to others", "bars", "Location", "Runs", "", "Share and interval");
            using (table.Open(html))
            {
                foreach (OutcomeCounts group in report.Locations)
                {
                    Proportion contained = Contained(group);
                    using (Table.OpenRow(html))
                    {
                        Table.NameCell(html, Colour(OutcomeClass.C), group.Name);
                        Table.Cell(html, CampaignPage.Number(group.Total), "num");
                        Table.Cell(html, $"{Percent(contained.Share)} ({Interval(contained)})", "num");
                        using (Table.OpenCell(html, "plot"))
                        {
                            WriteInterval(html, group.Name, contained);
                        }
                    }
                }
            }
        }
    }

    private static void WriteLegend(HtmlWriter html, CampaignReport report)
    {
        Table table = new("Classes of outcomes", "bars", "Class", "Runs", "Share", "What it means");
        using (table.Open(html))
        {
            foreach ((OutcomeClass outcome, string word, string sentence) in OutcomeWords.All)
            {
                Proportion share = report.Total.Classes[outcome];
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, Colour(outcome), $"{outcome} {word}");
                    Table.Cell(html, CampaignPage.Number(share.Count), "num");
                    Table.Cell(html, $"{Percent(share.Share)} ({Interval(share)})", "num");
                    Table.Cell(html, sentence, "why");
                }
            }
        }
    }

    private static void WriteBars(HtmlWriter html, string title, IReadOnlyList<OutcomeCounts> groups)
    {
        html.Element("h3", title);
        Table table = new($"Outcomes {title.ToLowerInvariant()}", "bars", "", "Runs", "", "Outcomes");
        using (table.Open(html))
        {
            foreach (OutcomeCounts group in groups)
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, Colours.Kernel, group.Name);
                    Table.Cell(html, CampaignPage.Number(group.Total), "num");
                    Table.Cell(html, string.Join(' ', CountsOf(group)), "num");
                    using (Table.OpenCell(html, "plot"))
                    {
                        WriteBar(html, group);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> CountsOf(OutcomeCounts group) => group.Classes
        .Where(share => share.Value.Count != 0)
        .Select(share => $"{share.Key} {CampaignPage.Number(share.Value.Count)}");

    private static void WriteBar(HtmlWriter html, OutcomeCounts group)
    {
        using (html.Open(
            "svg", ("class", "strip"), ("role", "img"), ("aria-label", $"Outcomes of {group.Name}"), ("height", $"{BarHeight}")))
        {
            double at = 0;
            foreach ((OutcomeClass outcome, Proportion count) in group.Classes.Where(share => share.Value.Count != 0))
            {
                double width = 100.0 * count.Count / group.Total;
                using (html.Open(
                    "rect", ("class", $"e {Colour(outcome)}"), ("x", Place(at)), ("y", "0"), ("width", Place(width)), ("height", $"{BarHeight}")))
                {
                    html.Element("title", $"{outcome} {OutcomeWords.Of(outcome)}: {CampaignPage.Number(count.Count)}");
                }

                at += width;
            }
        }
    }

    private static void WriteInterval(HtmlWriter html, string name, Proportion proportion)
    {
        const int Middle = PlotHeight / 2;
        using (html.Open(
            "svg", ("class", "strip"), ("role", "img"), ("aria-label", $"Share of {name}"), ("height", $"{PlotHeight}")))
        {
            html.Empty("line", ("x1", "0"), ("x2", "100%"), ("y1", $"{Middle}"), ("y2", $"{Middle}"));
            html.Empty(
                "rect", ("class", $"f {Colour(OutcomeClass.C)}"), ("x", Place(100 * proportion.Low)), ("y", $"{Middle - 5}"),
                ("width", Place(100 * (proportion.High - proportion.Low))), ("height", "10"));
            html.Empty(
                "circle", ("class", $"e {Colour(OutcomeClass.C)}"), ("cx", Place(100 * proportion.Share)), ("cy", $"{Middle}"), ("r", "4"));
        }
    }

    private static string Place(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.###}%");
}
