// The last lines of a run, for people.
using MicroHV.Kernel.Abi;
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
            console.Write(AddLoss(AddRestarts(AddFate(row, partition), partition), partition));
        }

        if (report.Kernel.Version is null)
        {
            PrintLines(console, "  console: ", report.FirmwareLines);
        }

        PrintLines(console, "  machine: ", report.MachineLog);
        if (report.Health.Lost != 0)
        {
            console.Write(new Row().Add($"  {report.Health.Lost} records of the health log were lost", Ink.Warning));
        }

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

    private static Row AddFate(Row row, PartitionReport partition) => (partition.Mode, partition.ExitCode) switch
    {
        (null, _) => row.Add("never ran", Ink.Aside),
        (_, 0) => row.Add("ended well", Ink.Good),
        (_, { } code) => row.Add($"ended with exit code {code}", Ink.Bad),
        (nameof(PartitionMode.Idle), _) => row.Add($"stopped: {Events(partition)}", Ink.Warning),
        _ => row.Add("running", Ink.Good),
    };

    private static Row AddRestarts(Row row, PartitionReport partition) => partition.RestartCount switch
    {
        0 => row,
        1 => row.Add(", started again once", Ink.Warning),
        _ => row.Add($", started again {partition.RestartCount} times", Ink.Warning),
    };

    private static Row AddLoss(Row row, PartitionReport partition) => partition.LostBytes == 0
        ? row
        : row.Add($" ({partition.LostBytes} bytes of console lost)", Ink.Warning);

    // Of a refused entry, the rule that it broke.
    private static string Events(PartitionReport partition)
    {
        ILookup<string, PartitionErrorReport> errors = partition.Errors.ToLookup(error => error.Code);
        return string.Join(", ", partition.Events.Select(name =>
            errors[name].FirstOrDefault(error => error.Rule is not null) is { } error ? $"{name} ({error.Rule!.Name})" : name));
    }

    private static Row AddVerdict(Row row, Outcome outcome) => outcome switch
    {
        Outcome.Pass => row.Add("pass ", Ink.Good),
        Outcome.Fail => row.Add("fail ", Ink.Bad),
        Outcome.Timeout => row.Add("timeout ", Ink.Bad),
        _ => row.Add("crash ", Ink.Bad),
    };
}
