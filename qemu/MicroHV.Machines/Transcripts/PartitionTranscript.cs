// What a run told of one partition.
using System.Buffers;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The console, errors and end of one partition.</summary>
public sealed class PartitionTranscript
{
    private readonly ArrayBufferWriter<byte> _console = new();
    private readonly List<PartitionFault> _errors = [];

    internal PartitionTranscript(string name) => Name = name;

    /// <summary>Its name in the system description.</summary>
    public string Name { get; }

    /// <summary>The bytes that it wrote.</summary>
    public ReadOnlyMemory<byte> ConsoleBytes => _console.WrittenMemory;

    /// <summary>The same as text that is safe to print (see <see cref="SafeText"/>), line feeds as they are.</summary>
    public string ConsoleText => SafeText.EscapeLines(_console.WrittenSpan);

    /// <summary>Its errors, in order.</summary>
    public IReadOnlyList<PartitionFault> Errors => _errors;

    /// <summary>The rule that the last refused entry broke, until the error that it led to is told.</summary>
    public EntryRule? BrokenRule { get; private set; }

    /// <summary>Its own report of its end, if it came.</summary>
    public PartitionEndRecord? EndRecord { get; private set; }

    /// <summary>Bytes of its console that were refused.</summary>
    public ulong LostBytes { get; private set; }

    /// <summary>Its mode after a boot: Normal until it ended or an error stopped it.</summary>
    public PartitionMode Mode => EndRecord?.Mode ?? (_errors.Count > 0 ? PartitionMode.Idle : PartitionMode.Normal);

    internal void Write(PartitionTextEvent text)
    {
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
        BrokenRule = null;
    }

    internal void End(in PartitionEndRecord record) => EndRecord = record;

    internal void Lose(in ConsoleLossRecord record) => LostBytes = unchecked(LostBytes + record.LostBytes);
}
