// A run as it happens, for people.
using System.Buffers;
using MicroHV.Kernel.Abi;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>
/// Prints each partition's lines behind its name, dumps where they happen, and nothing that a guest could use to fool a
/// terminal.
/// Give it the events in order, then call <see cref="Flush"/>.
/// </summary>
public sealed class RunPrinter
{
    private const int LongestOpenLine = 4096;

    private static readonly string[] _colours =
        ["green", "deepskyblue1", "orange1", "mediumpurple1", "yellow", "turquoise2", "hotpink", "wheat1"];

    private readonly IAnsiConsole _console;
    private readonly IReadOnlyList<string> _names;
    private readonly ArrayBufferWriter<byte>[] _openLines;
    private readonly EntryRule?[] _rules;
    private readonly int _nameWidth;

    /// <summary>Creates a printer.</summary>
    /// <param name="console">Where to print; its profile decides about colour.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    public RunPrinter(IAnsiConsole console, IReadOnlyList<string> names)
    {
        _console = console;
        _names = names;
        _openLines = [.. names.Select(_ => new ArrayBufferWriter<byte>())];
        _rules = new EntryRule?[names.Count];
        _nameWidth = names.Count == 0 ? 0 : names.Max(name => name.Length);
    }

    /// <summary>Prints one event.</summary>
    /// <param name="transcriptEvent">The event.</param>
    public void Print(TranscriptEvent transcriptEvent)
    {
        switch (transcriptEvent)
        {
            case BootEvent boot:
                Print(boot.Record);
                break;
            case PartitionTextEvent text:
                Print(text);
                break;
            case EntryFailureEvent entry:
                _rules[entry.Record.PartitionIndex] = EntryRuleFinder.Find(entry.Record);
                break;
            case PartitionErrorEvent error:
                Print(error.Record);
                break;
            case PartitionEndEvent end:
                Print(end.Record);
                break;
            case ConsoleLossEvent loss:
                Print(loss.Record);
                break;
            case GarbledEvent garbled:
                string line = Markup.Escape(SafeText.Escape(garbled.Line.Span));
                _console.MarkupLine($"[red]garbled line ({Markup.Escape(garbled.Why)}):[/] {line}");
                break;
            case FirmwareEvent or StopEvent:
                break;
            default:
                throw new ArgumentException(
                    $"An event of type {transcriptEvent.GetType().Name}.", nameof(transcriptEvent));
        }
    }

    /// <summary>Prints the lines that partitions have not ended.</summary>
    public void Flush()
    {
        for (int partition = 0; partition < _openLines.Length; partition++)
        {
            Flush(partition);
        }
    }

    private void Print(in BootRecord boot)
    {
        string kernel = $"MicroHV {KernelReport.VersionText(boot.KernelVersion)} on {boot.Vendor}";
        string frames = $"{boot.PoolFramesUsed} of {boot.PoolFramesTotal} pool frames used";
        _console.MarkupLine($"[grey]{kernel}, TSC {boot.TscHertz / 1e6:0.0} MHz, {frames}[/]");
    }

    private void Print(in PartitionErrorRecord error)
    {
        int partition = (int)error.PartitionIndex;
        Flush(partition);
        DumpPrinter.Print(_console, _names[partition], new PartitionFault(error, _rules[partition]));
        _rules[partition] = null;
    }

    private void Print(in PartitionEndRecord end)
    {
        Flush((int)end.PartitionIndex);
        PrintLine((int)end.PartitionIndex, $"[grey]ended with exit code {end.ExitCode} in frame {end.Frame}[/]");
    }

    private void Print(in ConsoleLossRecord loss) =>
        PrintLine((int)loss.PartitionIndex, $"[yellow]{loss.LostBytes} bytes of console lost: the ring was full[/]");

    private void Print(PartitionTextEvent text)
    {
        ArrayBufferWriter<byte> line = _openLines[text.Partition];
        line.Write(text.Text.Span);
        if (text.EndsLine)
        {
            PrintLine(text.Partition, Markup.Escape(SafeText.Escape(line.WrittenSpan)));
            line.ResetWrittenCount();
        }
        else if (line.WrittenCount >= LongestOpenLine)
        {
            Flush(text.Partition);
        }
    }

    private void Flush(int partition)
    {
        ArrayBufferWriter<byte> line = _openLines[partition];
        if (line.WrittenCount > 0)
        {
            PrintLine(partition, Markup.Escape(SafeText.Escape(line.WrittenSpan)));
            line.ResetWrittenCount();
        }
    }

    // Written segment by segment: a console that is no terminal has a width, and text must not be wrapped there.
    private void PrintLine(int partition, string markup)
    {
        string colour = _colours[partition % _colours.Length];
        string name = Markup.Escape(_names[partition].PadRight(_nameWidth));
        _console.MarkupLine($"[{colour}]{name}[/] [grey]|[/] {markup}");
    }
}
