// What a run told of one partition.
using System.Buffers;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The console, errors and end of one partition.</summary>
public sealed class PartitionTranscript
{
    private readonly ArrayBufferWriter<byte> _console = new();
    private readonly List<PartitionFault> _errors = [];
    private readonly HashSet<HealthEvent> _events = [];
    private HealthRecord _lastAnswer;

    internal PartitionTranscript(string name) => Name = name;

    /// <summary>Its name in the system description.</summary>
    public string Name { get; }

    /// <summary>The bytes that it wrote.</summary>
    public ReadOnlyMemory<byte> ConsoleBytes => _console.WrittenMemory;

    /// <summary>The same as text that is safe to print (see <see cref="SafeText"/>), line feeds as they are.</summary>
    public string ConsoleText => SafeText.EscapeLines(_console.WrittenSpan);

    /// <summary>Its errors, in order.</summary>
    public IReadOnlyList<PartitionFault> Errors => _errors;

    /// <summary>What happened to it, each event once: what its errors and its records of the health log tell.</summary>
    public IReadOnlySet<HealthEvent> Events => _events;

    /// <summary>How often it was started again, as far as it was told.</summary>
    public uint RestartCount { get; private set; }

    /// <summary>The rule that the last refused entry broke, until the error that it led to is told.</summary>
    public EntryRule? BrokenRule { get; private set; }

    /// <summary>Its own report of its end, if it came and nothing came after it.</summary>
    public PartitionEndRecord? EndRecord { get; private set; }

    /// <summary>Bytes of its console that were refused.</summary>
    public ulong LostBytes { get; private set; }

    /// <summary>
    /// Its mode after a boot: Normal until it ended or an error stopped it, and again as soon as it was started again or writes.
    /// </summary>
    public PartitionMode Mode { get; private set; } = PartitionMode.Normal;

    internal void Write(PartitionTextEvent text)
    {
        RunOn();
        _console.Write(text.Text.Span);
        if (text.EndsLine)
        {
            _console.Write("\n"u8);
        }
    }

    internal void Refuse(in EntryFailureRecord record) => BrokenRule = EntryRuleFinder.Find(record);

    internal void Fail(in PartitionErrorRecord record)
    {
        _errors.Add(new PartitionFault(record, BrokenRule));
        _ = _events.Add(record.Error);
        BrokenRule = null;

        // What was done about it may have been told before.
        bool isAnswered = (_lastAnswer.Event, _lastAnswer.Rip) == (record.Error, record.State.Rip);
        Mode = isAnswered ? Mode : PartitionMode.Idle;
    }

    internal void Answer(in HealthRecord record)
    {
        _ = _events.Add(record.Event);
        _lastAnswer = record;
        RestartCount = Math.Max(RestartCount, record.RestartCount);
        switch ((HealthAction)record.Action)
        {
            case HealthAction.WarmStart or HealthAction.ColdStart:
                RunOn();
                break;
            case HealthAction.Idle or HealthAction.SwitchSchedule:
                Mode = PartitionMode.Idle;
                break;
            default:
                break;
        }
    }

    internal void End(in PartitionEndRecord record)
    {
        EndRecord = record;
        Mode = record.Mode;
    }

    internal void Lose(in ConsoleLossRecord record) => LostBytes = unchecked(LostBytes + record.LostBytes);

    // An end that was told is over.
    private void RunOn()
    {
        EndRecord = null;
        Mode = PartitionMode.Normal;
    }
}
