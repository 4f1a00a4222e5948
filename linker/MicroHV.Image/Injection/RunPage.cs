// One run, on a terminal.
using System.Globalization;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Pages;
using MicroHV.Image.TextPages;

namespace MicroHV.Image.Injection;

/// <summary>Prints what was injected, what came of it, and the windows around it.</summary>
internal static class RunPage
{
    /// <summary>Prints a run.</summary>
    public static void Print(PageWriter page, CampaignPlan plan, (RunRow Row, RunEvidence Golden, RunEvidence Run) run)
    {
        (RunRow row, RunEvidence golden, RunEvidence evidence) = run;
        page.Heading($"run {row.Number} on {row.Lane}", $"{row.Outcome}, {OutcomeWords.Of(row.Outcome)}");
        page.Line($"  fault      {PageWriter.Safe(FaultText.Of(row))}");
        page.Line($"  injected   {Time(row.Injected)}");
        page.Line($"  detected   {(row.Detected is long time ? $"{Figures.Time((ulong)time)} later" : "nothing tells of it")}");
        page.Line($"  why        {PageWriter.Safe(row.Why)}");
        page.Line($"  kernel     {PageWriter.Safe(row.Stop.Length == 0 ? evidence.Ending : row.Stop)}");
        for (int i = 0; i < evidence.Partitions.Count; i++)
        {
            PrintPartition(page, plan.System.Partitions[i].Name, golden.Partitions[i], evidence.Partitions[i]);
        }

        page.Heading("Windows", "from when to when each partition ran");
        foreach (WindowEvidence window in evidence.Windows)
        {
            string mark = row.Injected is long injected && injected >= window.Start && injected <= window.End ? "  the fault" : "";
            string name = PageWriter.Coloured(window.Partition, plan.System.Partitions[window.Partition].Name);
            page.Line($"  {Time(window.Start),-14}{Time(window.End),-14}{name}{mark}");
        }
    }

    private static void PrintPartition(PageWriter page, string name, PartitionEvidence golden, PartitionEvidence run)
    {
        string errors = run.Errors.Count == 0 ? "no error" : string.Join(", ", run.Errors);
        string memory = string.Join(", ", run.Regions.Except(golden.Regions).Select(region => region.Name));
        string console = run.Console.AsSpan().SequenceEqual(golden.Console) ? "the same output" : "another output";
        page.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {PageWriter.Safe(name)}: {run.Progress} of {golden.Progress} rounds, {errors}, {console}, "
            + $"{(memory.Length == 0 ? "the same memory" : $"other memory in {PageWriter.Safe(memory)}")}"));
    }

    private static string Time(long? nanoseconds) => nanoseconds switch
    {
        null => "never",
        < 0 => "before major frame 0",
        long time => Figures.Time((ulong)time),
    };
}
