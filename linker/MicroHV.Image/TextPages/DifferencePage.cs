// The page that `microhv show --diff` prints.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Differences;

namespace MicroHV.Image.TextPages;

/// <summary>Differences for a terminal: <c>+</c> is new, <c>-</c> is gone, <c>~</c> is different.</summary>
internal static class DifferencePage
{
    /// <summary>Prints <paramref name="report"/>.</summary>
    public static void Print(PageWriter page, DifferenceReport report)
    {
        page.Heading($"{report.Before.Name} -> {report.After.Name}");
        foreach (IGrouping<DifferenceSection, Difference> section in report.Differences.GroupBy(item => item.Section))
        {
            page.Heading(section.Key.ToString());
            int subjects = PageWriter.WidthOf(section.Select(difference => difference.Subject));
            int properties = PageWriter.WidthOf(section.Select(difference => difference.What));
            foreach (Difference difference in section)
            {
                Print(page, difference, subjects, properties);
            }
        }

        page.Heading(report.Differences.Count == 0
            ? "no difference"
            : Figures.Count(report.Differences.Count, "difference"));
    }

    private static void Print(PageWriter page, Difference difference, int subjects, int properties)
    {
        string sign = (difference.Before, difference.After) switch
        {
            (null, _) => "[green]+[/]",
            (_, null) => "[red]-[/]",
            _ => "[yellow]~[/]",
        };
        string values = difference.Before is not null && difference.After is not null
            ? $"{PageWriter.Safe(difference.Before)} [grey]->[/] {PageWriter.Safe(difference.After)}"
            : PageWriter.Safe(difference.Before ?? difference.After ?? "");
        page.Line($"  {sign} {PageWriter.Safe(difference.Subject, subjects)}  "
            + $"[grey]{PageWriter.Safe(difference.What, properties)}[/]  {values}");
    }
}
