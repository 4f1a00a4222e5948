// A campaign in numbers, on a terminal.
using System.Globalization;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Reports;
using MicroHV.Image.TextPages;

namespace MicroHV.Image.Injection;

/// <summary>Prints a <see cref="CampaignReport"/>.</summary>
internal static class SummaryPrinter
{
    private const int CountWidth = 9;
    private const int MaxNotable = 20;

    private static readonly OutcomeClass[] _classes = Enum.GetValues<OutcomeClass>();

    /// <summary>Prints it.</summary>
    public static void Print(PageWriter page, CampaignReport report)
    {
        page.Heading(report.Name, Invariant($"{report.Total.Total:N0} of {report.Planned:N0} runs of '{report.System}', seed {report.Seed}"));
        IReadOnlyList<OutcomeCounts> groups = [.. report.Lanes, .. report.Locations, report.Total];
        int width = PageWriter.WidthOf(groups.Select(group => group.Name));
        page.Line($"  {new string(' ', width)}{string.Concat(_classes.Select(outcome => outcome.ToString().PadLeft(CountWidth)))}");
        foreach (OutcomeCounts group in groups)
        {
            string counts = string.Concat(_classes.Select(
                outcome => Invariant($"{group.Classes[outcome].Count:N0}").PadLeft(CountWidth)));
            page.Line($"  {PageWriter.Safe(group.Name, width)}{counts}");
        }

        page.Words(2, [.. OutcomeWords.All.Select(words => $"{words.Outcome} {words.Word},"), "see docs/inject.md"]);
        PrintNotable(page, report);
        page.Heading("Expectations");
        foreach (ExpectationVerdict verdict in report.Expectations)
        {
            string mark = verdict.IsMet ? "[green]met[/]" : "[red]not met[/]";
            page.Line($"  {mark}: {verdict.Name} {verdict.Expected}; {verdict.Found}");
        }

        PrintAgreement(page, report.Agreement);
        if (!report.IsComplete)
        {
            page.Line(Invariant($"  {report.Planned - report.Total.Total:N0} runs are missing"));
        }
    }

    private static void PrintAgreement(PageWriter page, Agreement agreement)
    {
        if (agreement.Share.Total == 0)
        {
            return;
        }

        page.Heading("Agreement", "whether lanes say the same of the same fault of a partition");
        page.Line(Invariant($"  the same of {agreement.Share.Count:N0} of {agreement.Share.Total:N0} faults, {100 * agreement.Share.Share:0.00} %"));
        page.Line(Invariant($"  the same or explained by a rule of a manual: {agreement.Explained.Count:N0}, {100 * agreement.Explained.Share:0.00} %"));
        Disagreement[] open = [.. agreement.Disagreements.Where(disagreement => disagreement.Explanation is null)];
        foreach (Disagreement disagreement in open.Take(MaxNotable))
        {
            page.Line(PageWriter.Safe($"  unexplained --run {disagreement.Number}: {disagreement.Outcomes()}"));
        }

        if (open.Length > MaxNotable)
        {
            page.Line($"  and {open.Length - MaxNotable} more");
        }
    }

    private static void PrintNotable(PageWriter page, CampaignReport report)
    {
        OutcomeClass[] grave = [OutcomeClass.I, OutcomeClass.X, OutcomeClass.E];
        RunRow[] rows = [.. report.Notable.Where(row => grave.Contains(row.Outcome) && row.Fault.StartsInPartition)];
        foreach (RunRow row in rows.Take(MaxNotable))
        {
            page.Line($"  [red]{row.Outcome}[/] --run {row.Number} --lane {row.Lane}: {PageWriter.Safe(row.Why)}");
        }

        if (rows.Length > MaxNotable)
        {
            page.Line($"  and {rows.Length - MaxNotable} more");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
