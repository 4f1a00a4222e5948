// A trace as lines.
using System.Globalization;
using MicroHV.Image.TextPages;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>One line for each record: module time in microseconds, CPU, whom it is about, what happened.</summary>
internal static class EventPrinter
{
    private const int TimeWidth = 14;
    private const int KindWidth = 12;

    /// <summary>Prints the records of <paramref name="trace"/>, and where some are missing.</summary>
    public static void Print(PageWriter page, Trace trace)
    {
        TraceDescription description = trace.Description;
        int nameWidth = PageWriter.WidthOf(
            Enumerable.Range(0, description.Vcpus.Count).Select(description.NameOf).Append("-"));
        int cpuWidth = $"{description.CpuCount - 1}".Length;
        Queue<TraceLoss> losses = new(trace.Losses);
        foreach (TraceEvent item in trace.Events)
        {
            while (losses.TryPeek(out TraceLoss? loss) && loss.EndTsc <= item.Tsc)
            {
                PrintLoss(page, losses.Dequeue());
            }

            string time = Time(description, item.Tsc).PadLeft(TimeWidth);
            string cpu = item.Cpu.ToString(CultureInfo.InvariantCulture).PadLeft(cpuWidth);
            string kind = TraceWords.WordOf(item.Kind).PadRight(KindWidth);
            string detail = PageWriter.Safe(TraceWords.DetailOf(item.Record, description));
            page.Line($"{time}  {cpu}  {Subject(description, item.Record, nameWidth)}  {kind}  {detail}");
        }

        foreach (TraceLoss loss in losses)
        {
            PrintLoss(page, loss);
        }

        if (!trace.IsWhole)
        {
            page.Line("[yellow]the file was cut short: what came after is not in it[/]");
        }
    }

    /// <summary>Module time of a TSC value in microseconds, with three digits behind the point.</summary>
    public static string Time(TraceDescription description, ulong tsc) =>
        (description.NanosecondsAt(tsc) / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Subject(TraceDescription description, in TraceRecord record, int width)
    {
        if (description.PartitionOf(record) is not int partition)
        {
            return "-".PadRight(width);
        }

        string name = record.Kind == TraceKind.Mode
            ? description.Partitions[partition]
            : description.NameOf(record.Subject);
        return PageWriter.Coloured(partition, name, width);
    }

    private static void PrintLoss(PageWriter page, TraceLoss loss) =>
        page.Line($"[yellow]{"",TimeWidth}  {loss.Cpu}  {loss.Count} records were lost[/]");
}
