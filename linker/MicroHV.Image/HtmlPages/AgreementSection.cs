// Whether lanes say the same of the same fault, and why not.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;

namespace MicroHV.Image.HtmlPages;

/// <summary>The share of faults of which all lanes say the same; disagreements by the rule that explains them, and those without one.</summary>
internal static class AgreementSection
{
    private const int MaxOpenRows = 40;

    /// <summary>Writes it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="report">The facts.</param>
    /// <param name="command">The command that repeats a run, without its number and its lane.</param>
    public static void Write(HtmlWriter html, CampaignReport report, string command)
    {
        Agreement agreement = report.Agreement;
        using (html.Open("section", ("id", "agreement")))
        {
            html.Element("h2", "Agreement");
            html.Element("p", agreement.Share.Total == 0
                ? "No fault of a partition was injected on two lanes."
                : $"Lanes say the same of {Of(agreement.Share)} faults of partitions that were injected on more than one; with what a rule "
                    + $"of a manual explains, {Of(agreement.Explained)}.");
            WriteExplained(html, [.. agreement.Disagreements.Where(disagreement => disagreement.Explanation is not null)]);
            WriteOpen(html, [.. agreement.Disagreements.Where(disagreement => disagreement.Explanation is null)], command);
        }
    }

    private static string Of(Proportion share) =>
        $"{CampaignPage.Number(share.Count)} of {CampaignPage.Number(share.Total)} ({OutcomeSection.Percent(share.Share)})";

    private static void WriteExplained(HtmlWriter html, IReadOnlyList<Disagreement> disagreements)
    {
        if (disagreements.Count == 0)
        {
            return;
        }

        html.Element("h3", "Explained");
        Table table = new("Disagreements that a rule explains", "bars", "Fault", "Runs", "The rule by which one refused the guest", "Numbers");
        using (table.Open(html))
        {
            foreach (IGrouping<(string What, string? Explanation), Disagreement> group in disagreements.GroupBy(
                disagreement => (What(disagreement.Runs[0].Fault), disagreement.Explanation)))
            {
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, OutcomeSection.Colour(OutcomeClass.C), group.Key.What);
                    Table.Cell(html, CampaignPage.Number(group.Count()), "num");
                    Table.Cell(html, group.Key.Explanation!, "list");
                    using (Table.OpenCell(html, "list"))
                    using (html.Open("details"))
                    {
                        html.Element("summary", "all numbers");
                        html.Element("code", string.Join(' ', group.Select(disagreement => disagreement.Number)));
                    }
                }
            }
        }
    }

    private static void WriteOpen(HtmlWriter html, IReadOnlyList<Disagreement> disagreements, string command)
    {
        if (disagreements.Count == 0)
        {
            return;
        }

        html.Element("h3", "Unexplained");
        Table table = new("Disagreements that no rule explains", "runs", "Fault", "What", "Outcomes", "Command");
        using (table.Open(html, disagreements.Count > MaxOpenRows ? $"All {CampaignPage.Number(disagreements.Count)}" : null))
        {
            foreach (Disagreement disagreement in disagreements)
            {
                RunRow row = disagreement.Runs[0];
                using (Table.OpenRow(html))
                {
                    Table.NameCell(html, OutcomeSection.Colour(row.Outcome), row.Fault.Location);
                    Table.Cell(html, FaultText.Of(row), "why");
                    Table.Cell(html, disagreement.Outcomes(), "list");
                    using (Table.OpenCell(html, "list"))
                    {
                        html.Element("code", $"{command} --run {row.Number}");
                    }
                }
            }
        }
    }

    private static string What(Fault fault) => fault.Element.Length == 0 ? fault.Kind : $"{fault.Location} {fault.Element}";
}
