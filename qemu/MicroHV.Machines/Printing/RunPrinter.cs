// A run as it happens, for people.
using MicroHV.Kernel.Abi;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>
/// Prints each partition's lines behind its name, dumps where they happen, and nothing that a guest could use to fool a
/// terminal or its reader. Give it the events in order, then call <see cref="Flush"/>.
/// </summary>
public sealed class RunPrinter
{
    private readonly IAnsiConsole _console;
    private readonly IReadOnlyList<string> _names;
    private readonly SystemSources _sources;
    private readonly PartitionRows _rows;
    private readonly EntryRule?[] _rules;
    private readonly HashSet<(uint Partition, HealthEvent Error, ulong Rip)> _dumped = [];

    /// <summary>Creates a printer.</summary>
    /// <param name="console">Where to print; its profile decides about colour and width.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="sources">Line numbers of what runs.</param>
    public RunPrinter(IAnsiConsole console, IReadOnlyList<string> names, SystemSources sources)
    {
        _console = console;
        _names = names;
        _sources = sources;
        _rows = new PartitionRows(console, names);
        _rules = new EntryRule?[names.Count];
    }

    /// <summary>False to leave out what partitions write.</summary>
    public bool ShowsText { get; init; } = true;

    /// <summary>What the plan says about health.</summary>
    public HealthContext Health { get; init; } = HealthContext.None;

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
            case HealthLogEvent health:
                Print(health.Record);
                break;
            case PartitionEndEvent end:
                Print(end.Record);
                break;
            case ConsoleLossEvent loss:
                Print(loss.Record);
                break;
            case GarbledEvent garbled:
                Print(garbled);
                break;
            case StopEvent stop:
                Print(stop.Record);
                break;
            case CrashEvent crash:
                _rows.Flush();
                CrashPrinter.Print(_console, _names, crash.Record, _sources);
                break;
            case ResetEvent:
                _rows.Flush();
                _console.Write(new Row().Add("the machine was reset, and the kernel had not said why", Ink.Bad));
                break;
            case FirmwareEvent:
                break;
            default:
                throw new ArgumentException(
                    $"An event of type {transcriptEvent.GetType().Name}.", nameof(transcriptEvent));
        }
    }

    /// <summary>Prints the lines that partitions have not ended.</summary>
    public void Flush() => _rows.Flush();

    private void Print(in BootRecord boot)
    {
        string kernel = $"MicroHV {KernelReport.VersionText(boot.KernelVersion)} on {boot.Vendor}";
        string frames = $"{boot.PoolFramesUsed} of {boot.PoolFramesTotal} pool frames used";
        _console.Write(new Row().Add($"{kernel}, TSC {boot.TscHertz / 1e6:0.0} MHz, {frames}", Ink.Aside));
        if (boot.CrashRecords >> 8 != 0)
        {
            _console.Write(new Row().Add("a crash record was refused: it is not what was written, and so says nothing", Ink.Warning));
        }
    }

    private void Print(PartitionTextEvent text)
    {
        if (ShowsText)
        {
            _rows.Print(text);
        }
    }

    private void Print(GarbledEvent garbled)
    {
        string label = $"garbled line ({garbled.Why}): ";
        int cells = RowSplitter.CellsBehind(_console, label.Length);
        foreach (string row in RowSplitter.Split(SafeText.Escape(garbled.Line.Span), cells))
        {
            _console.Write(new Row().Add(label, Ink.Bad).Add(row));
        }
    }

    private void Print(in PartitionErrorRecord error)
    {
        int partition = (int)error.PartitionIndex;
        _rows.Flush(partition);
        if (_dumped.Add((error.PartitionIndex, error.Error, error.State.Rip)))
        {
            DumpPrinter.Print(_console, _names[partition], new PartitionFault(error, _rules[partition]), _sources.Of(error));
        }
        else
        {
            // A partition that starts again does the same again; the report has all registers of every time.
            _rows.PrintKernels(partition, $"{error.Error} once more at 0x{error.State.Rip:x}, frame {error.Frame}", Ink.Warning);
        }

        _rules[partition] = null;
    }

    private void Print(in PartitionEndRecord end)
    {
        int partition = (int)end.PartitionIndex;
        _rows.Flush(partition);
        _rows.PrintKernels(partition, $"ended with exit code {end.ExitCode} in frame {end.Frame}", Ink.Aside);
    }

    private void Print(in HealthRecord health)
    {
        string line = HealthSentences.Line(health, Health, _sources.Of(health));
        Style style = (HealthAction)health.Action == HealthAction.Ignore ? Ink.Aside : Ink.Warning;
        if (health.PartitionIndex < _names.Count)
        {
            _rows.Flush((int)health.PartitionIndex);
            _rows.PrintKernels((int)health.PartitionIndex, line, style);
        }
        else
        {
            _console.Write(new Row().Add($"the module: {line}", style));
        }
    }

    // As planned or refused, a stop is told in one sentence at the end.
    private void Print(in StopRecord stop)
    {
        if (StopWords.IsKernelsFault(stop.Reason))
        {
            _rows.Flush();
            StopPrinter.Print(_console, _names, stop, _sources.Of(stop));
        }

        if (stop.Action == HealthAction.Reset)
        {
            _console.Write(new Row().Add($"the kernel resets the machine: {StopWords.Sentence(stop)}", Ink.Warning));
        }
    }

    private void Print(in ConsoleLossRecord loss) => _rows.PrintKernels(
        (int)loss.PartitionIndex, $"{loss.LostBytes} bytes of console lost: the ring was full", Ink.Warning);
}
