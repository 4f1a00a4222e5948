// What a person sees of a run, and on which stream.
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.Verbs;

/// <summary>
/// Without an attached partition everything stands on standard output. With one, standard output is that partition's alone,
/// and what else happens stands on standard error; so it does where the report goes to standard output.
/// </summary>
internal sealed class RunOutput : IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly RunPrinter _printer;
    private readonly AttachedConsole? _attached;
    private readonly ProgressLine? _progress;

    // Events come from the machine, other lines from whoever goes on beside it.
    private readonly Lock _writing = new();

    /// <summary>Begins the output of a run.</summary>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="sources">Line numbers of what runs.</param>
    /// <param name="health">What the plan says about health.</param>
    /// <param name="attached">Index of the partition whose console is attached, or null.</param>
    /// <param name="isReported">True if the report goes to standard output.</param>
    /// <param name="limit">Machine time after which the kernel stops, if progress is to be shown on a terminal; else null.</param>
    public RunOutput(
        IReadOnlyList<string> names, SystemSources sources, HealthContext health, int? attached, bool isReported, TimeSpan? limit)
    {
        _console = attached is null && !isReported
            ? Terminal.On(Console.Out, Console.IsOutputRedirected)
            : Terminal.On(Console.Error, Console.IsErrorRedirected);
        _printer = new RunPrinter(_console, names, sources) { ShowsText = attached is null, Health = health };
        _attached = attached is { } partition ? new AttachedConsole(Console.Out, partition) : null;
        bool isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected && _console.Profile.Capabilities.Ansi;
        _progress = isTerminal && attached is null && limit is { } end
            ? new ProgressLine(Console.Error, _console.Profile.Width, end, _writing)
            : null;
    }

    /// <summary>Takes away what is not there to stay.</summary>
    public void Dispose() => _progress?.Dispose();

    /// <summary>Prints an event.</summary>
    /// <param name="transcriptEvent">The event.</param>
    public void Print(TranscriptEvent transcriptEvent)
    {
        lock (_writing)
        {
            _progress?.Clear();
            _attached?.Print(transcriptEvent);
            if (transcriptEvent is not PartitionTextEvent)
            {
                EndAttachedLine();
            }

            _printer.Print(transcriptEvent);
        }
    }

    /// <summary>Prints a line beside the matter.</summary>
    /// <param name="text">The line.</param>
    public void PrintAside(string text) => Print(text, Ink.Aside);

    /// <summary>Prints a line that is there to be copied.</summary>
    /// <param name="text">The line.</param>
    public void PrintPlain(string text) => Print(text, Style.Plain);

    /// <summary>Prints what the run was worth.</summary>
    /// <param name="report">Its report.</param>
    /// <param name="machineTitle">The machine in a phrase.</param>
    public void Finish(RunReport report, string machineTitle)
    {
        Dispose();
        _attached?.Flush();
        EndAttachedLine();
        _printer.Flush();
        SummaryPrinter.Print(_console, report, machineTitle);
    }

    private void Print(string text, Style style)
    {
        lock (_writing)
        {
            _progress?.Clear();
            EndAttachedLine();
            _console.Write(new Row().Add(text, style));
        }
    }

    // On a terminal both streams are one page.
    private void EndAttachedLine()
    {
        if (!Console.IsOutputRedirected)
        {
            _attached?.EndLine();
        }
    }
}
