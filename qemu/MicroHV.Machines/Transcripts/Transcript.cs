// Everything that a run told, collected.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The state of a run as its events tell it. Feed it every event, in order.</summary>
public sealed class Transcript
{
    private const int MaxKeptLines = 64;

    private readonly PartitionTranscript[] _partitions;
    private readonly List<CrashRecord> _crashes = [];
    private readonly List<string> _firmwareLines = [];
    private readonly List<string> _garbledLines = [];
    private bool _isReset;

    /// <summary>An empty transcript.</summary>
    /// <param name="partitionNames">Names of the partitions, in the order of their indexes.</param>
    public Transcript(IReadOnlyList<string> partitionNames) =>
        _partitions = [.. partitionNames.Select(name => new PartitionTranscript(name))];

    /// <summary>What the last boot told, if it came so far.</summary>
    public BootRecord? Boot { get; private set; }

    /// <summary>How often the kernel booted.</summary>
    public int BootCount { get; private set; }

    /// <summary>How often the machine was reset, whether the kernel had said so or not.</summary>
    public int ResetCount { get; private set; }

    /// <summary>The crash records that the last boot found.</summary>
    public IReadOnlyList<CrashRecord> Crashes => _crashes;

    /// <summary>Why the kernel stopped for good, if it did.</summary>
    public StopRecord? Stop { get; private set; }

    /// <summary>The rule that the kernel itself broke, if it stopped because an entry failed.</summary>
    public EntryRule? StopRule => Stop is { Reason: StopReason.EntryFailed } stop && stop.PartitionIndex < _partitions.Length
        ? _partitions[stop.PartitionIndex].BrokenRule
        : null;

    /// <summary>The partitions, in the order of their indexes.</summary>
    public IReadOnlyList<PartitionTranscript> Partitions => _partitions;

    /// <summary>The health log.</summary>
    public HealthLog Health { get; } = new();

    /// <summary>The last lines from before the kernel spoke, made safe for a terminal.</summary>
    public IReadOnlyList<string> FirmwareLines => _firmwareLines;

    /// <summary>The first lines that broke the protocol, with the reason, made safe for a terminal.</summary>
    public IReadOnlyList<string> GarbledLines => _garbledLines;

    /// <summary>How many lines broke the protocol.</summary>
    public int GarbledCount { get; private set; }

    /// <summary>Takes one event.</summary>
    /// <param name="transcriptEvent">The event.</param>
    public void Add(TranscriptEvent transcriptEvent)
    {
        switch (transcriptEvent)
        {
            case BootEvent boot:
                ForgetCrashesOfLastBoot();
                Boot = boot.Record;
                Health.Begin();
                BootCount++;
                break;
            case CrashEvent crash:
                ForgetCrashesOfLastBoot();
                _crashes.Add(crash.Record);
                break;
            case StopEvent { Record.Action: not HealthAction.Reset } stop:
                Stop = stop.Record;
                break;
            case StopEvent or ResetEvent:
                ResetCount++;
                _isReset = true;
                break;
            case PartitionTextEvent text:
                _partitions[text.Partition].Write(text);
                break;
            case PartitionErrorEvent error:
                _partitions[error.Record.PartitionIndex].Fail(error.Record);
                break;
            case EntryFailureEvent entry:
                _partitions[entry.Record.PartitionIndex].Refuse(entry.Record);
                break;
            case PartitionEndEvent end:
                _partitions[end.Record.PartitionIndex].End(end.Record);
                break;
            case HealthLogEvent health:
                Add(health.Record);
                break;
            case ConsoleLossEvent loss:
                _partitions[loss.Record.PartitionIndex].Lose(loss.Record);
                break;
            case FirmwareEvent firmware:
                KeepLast(_firmwareLines, SafeText.Escape(firmware.Line.Span));
                break;
            case GarbledEvent garbled:
                GarbledCount++;
                KeepFirst(_garbledLines, $"{garbled.Why}: {SafeText.Escape(garbled.Line.Span)}");
                break;
            default:
                throw new ArgumentException(
                    $"An event of type {transcriptEvent.GetType().Name}.", nameof(transcriptEvent));
        }
    }

    private void Add(in HealthRecord record)
    {
        Health.Add(record);
        if (record.PartitionIndex < _partitions.Length)
        {
            _partitions[record.PartitionIndex].Answer(record);
        }
    }

    private void ForgetCrashesOfLastBoot()
    {
        if (_isReset)
        {
            _crashes.Clear();
            _isReset = false;
        }
    }

    private static void KeepFirst(List<string> lines, string line)
    {
        if (lines.Count < MaxKeptLines)
        {
            lines.Add(line);
        }
    }

    private static void KeepLast(List<string> lines, string line)
    {
        if (lines.Count == MaxKeptLines)
        {
            lines.RemoveAt(0);
        }

        lines.Add(line);
    }
}
