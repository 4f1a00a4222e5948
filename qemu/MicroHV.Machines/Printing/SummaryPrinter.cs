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
        console.WriteLine();
        int width = report.Partitions.Count == 0 ? 0 : report.Partitions.Max(partition => partition.Name.Length);
        foreach (PartitionReport partition in report.Partitions)
        {
            console.MarkupLine($"  {Markup.Escape(partition.Name.PadRight(width))}  {Fate(partition)}");
        }

        foreach (string line in report.Kernel.Version is null ? report.FirmwareLines : [])
        {
            console.MarkupLine($"[grey]  console: {Markup.Escape(line)}[/]");
        }

        foreach (string line in report.MachineLog)
        {
            console.MarkupLine($"[grey]  machine: {Markup.Escape(line)}[/]");
        }

        foreach (string reason in report.Reasons)
        {
            console.MarkupLine($"  [red]{Markup.Escape(reason)}[/]");
        }

        string system = $"[bold]{Markup.Escape(report.System)}[/] on {Markup.Escape(machineTitle)}";
        console.MarkupLine($"{Verdict(report.Outcome)} {system}: "
            + $"{report.Frames} major frames, kernel {Markup.Escape(report.Kernel.Stop ?? "did not stop")}");
    }

    private static string Fate(PartitionReport partition)
    {
        string fate = (partition.Mode, partition.ExitCode, partition.Errors.Count) switch
        {
            (null, _, _) => "[grey]never ran[/]",
            (_, 0, 0) => "[green]ended well[/]",
            (_, { } code, 0) => $"[red]ended with exit code {code}[/]",
            (_, _, > 0) => $"[yellow]stopped: {Codes(partition)}[/]",
            _ => "[green]running[/]",
        };
        return partition.LostBytes == 0 ? fate : $"{fate} [yellow]({partition.LostBytes} bytes of console lost)[/]";
    }

    private static string Codes(PartitionReport partition) =>
        string.Join(", ", partition.Errors.Select(Code));

    private static string Code(PartitionErrorReport error) =>
        Markup.Escape(error.Rule is null ? error.Code : $"{error.Code} ({error.Rule.Name})");

    private static string Verdict(Outcome outcome) => outcome switch
    {
        Outcome.Pass => "[green]pass[/]",
        Outcome.Fail => "[red]fail[/]",
        Outcome.Timeout => "[red]timeout[/]",
        _ => "[red]crash[/]",
    };
}
