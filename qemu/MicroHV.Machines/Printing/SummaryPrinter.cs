// The last lines of a run, for people.
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Prints what became of each partition, and the verdict.</summary>
public static class SummaryPrinter
{
    /// <summary>Prints the summary of a report.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="machineTitle">The machine in a phrase.</param>
    public static void Print(IAnsiConsole console, RunReport report, string machineTitle)
    {
        console.Write(new Row());
        int width = report.Partitions.Count == 0 ? 0 : report.Partitions.Max(partition => partition.Name.Length);
        foreach (PartitionReport partition in report.Partitions)
        {
            Row row = new Row().Add($"  {partition.Name.PadRight(width)}  ");
            console.Write(AddLoss(AddFate(row, partition), partition));
        }

        if (report.Kernel.Version is null)
        {
            PrintLines(console, "  console: ", report.FirmwareLines);
        }

        PrintLines(console, "  machine: ", report.MachineLog);
        foreach (string reason in report.Reasons)
        {
            console.Write(new Row().Add($"  {reason}", Ink.Bad));
        }

        string end = $"{report.Frames} major frames, kernel {report.Kernel.Stop ?? "did not stop"}";
        console.Write(AddVerdict(new Row(), report.Outcome)
            .Add(report.System, Ink.Subject)
            .Add($" on {machineTitle}: {end}"));
    }

    private static void PrintLines(IAnsiConsole console, string label, IReadOnlyList<string> lines)
    {
        int cells = RowSplitter.CellsBehind(console, label.Length);
        foreach (string row in lines.SelectMany(line => RowSplitter.Split(line, cells)))
        {
            console.Write(new Row().Add(label + row, Ink.Aside));
        }
    }

    private static Row AddFate(Row row, PartitionReport partition) =>
        (partition.Mode, partition.ExitCode, partition.Errors.Count) switch
        {
            (null, _, _) => row.Add("never ran", Ink.Aside),
            (_, 0, 0) => row.Add("ended well", Ink.Good),
            (_, { } code, 0) => row.Add($"ended with exit code {code}", Ink.Bad),
            (_, _, > 0) => row.Add($"stopped: {Codes(partition)}", Ink.Warning),
            _ => row.Add("running", Ink.Good),
        };

    private static Row AddLoss(Row row, PartitionReport partition) => partition.LostBytes == 0
        ? row
        : row.Add($" ({partition.LostBytes} bytes of console lost)", Ink.Warning);

    private static string Codes(PartitionReport partition) =>
        string.Join(", ", partition.Errors.Select(Code));

    private static string Code(PartitionErrorReport error) =>
        error.Rule is null ? error.Code : $"{error.Code} ({error.Rule.Name})";

    private static Row AddVerdict(Row row, Outcome outcome) => outcome switch
    {
        Outcome.Pass => row.Add("pass ", Ink.Good),
        Outcome.Fail => row.Add("fail ", Ink.Bad),
        Outcome.Timeout => row.Add("timeout ", Ink.Bad),
        _ => row.Add("crash ", Ink.Bad),
    };
}
