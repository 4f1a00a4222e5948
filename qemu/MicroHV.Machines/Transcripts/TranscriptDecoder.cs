// Bytes of the serial port in, events out.
using System.Globalization;
using System.Text;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Decodes the console line (see <see cref="WireRecordKind"/>) byte by byte. It accepts exactly what the kernel writes:
/// any other
/// line becomes a <see cref="GarbledEvent"/>, so that nothing a guest can print is ever taken for something that the
/// kernel says. An empty line is the first thing that a kernel sends, and ends what a reset cut off: garbled lines right
/// before it count as the firmware's.
/// </summary>
public sealed class TranscriptDecoder
{
    /// <summary>Longest line; the longest record has some 2,000 characters, the rest is room for text.</summary>
    public const int MaxLineBytes = 16 * 1024;

    private enum Phase
    {
        /// <summary>Firmware may still be talking, after power-on or after a reset that was announced.</summary>
        BeforeKernel,

        /// <summary>The kernel booted.</summary>
        Running,

        /// <summary>The kernel stopped; nothing may follow.</summary>
        Stopped,
    }

    private readonly int _partitionCount;
    private readonly Action<TranscriptEvent> _sink;
    private readonly byte[] _line = new byte[MaxLineBytes];
    private int _length;
    private readonly List<GarbledEvent> _suspects = [];
    private bool _overflowed;
    private Phase _phase;

    /// <summary>Creates a decoder.</summary>
    /// <param name="partitionCount">Partitions of the system; a line of any other partition is garbled.</param>
    /// <param name="sink">Takes the events, in order.</param>
    public TranscriptDecoder(int partitionCount, Action<TranscriptEvent> sink)
    {
        _partitionCount = partitionCount;
        _sink = sink;
    }

    /// <summary>Takes more bytes, in pieces of any size.</summary>
    /// <param name="bytes">Bytes from the serial port.</param>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value == (byte)'\n')
            {
                EndLine();
            }
            else if (_length < MaxLineBytes)
            {
                _line[_length++] = value;
            }
            else
            {
                _overflowed = true;
            }
        }
    }

    /// <summary>Tells that no more bytes come; a line without its end is garbled.</summary>
    public void Complete()
    {
        if (_length != 0)
        {
            Emit(
                _phase == Phase.BeforeKernel ? new FirmwareEvent(Copy()) : new GarbledEvent(Copy(), "the line has no end"));
            _length = 0;
        }

        Convict();
    }

    private void EndLine()
    {
        if (_length != 0)
        {
            Emit(_overflowed ? new GarbledEvent(Copy(), "the line is too long") : Decode(_line.AsSpan(0, _length)));
        }
        else if (_phase == Phase.Running)
        {
            Emit(new ResetEvent());
        }

        _length = 0;
        _overflowed = false;
    }

    private TranscriptEvent Decode(ReadOnlySpan<byte> line)
    {
        switch (_phase)
        {
            case Phase.BeforeKernel:
                return DecodeBeforeKernel(line);
            case Phase.Stopped:
                return Garbled("the kernel had stopped");
            case Phase.Running:
            default:
                return line.StartsWith("#"u8) ? DecodeRecord(line) : DecodeText(line);
        }
    }

    // Firmware may leave its last line open, so a record may begin in the middle of one. No guest has run yet: nothing
    // is forged.
    private TranscriptEvent DecodeBeforeKernel(ReadOnlySpan<byte> line)
    {
        int start = line.LastIndexOf((byte)'#');
        if (start < 0)
        {
            return new FirmwareEvent(Copy());
        }

        TranscriptEvent decoded = DecodeRecord(line[start..]);
        return decoded is BootEvent or StopEvent or CrashEvent ? decoded : new FirmwareEvent(Copy());
    }

    private TranscriptEvent DecodeRecord(ReadOnlySpan<byte> line)
    {
        if (!WireRecord.TryRead(line, out WireRecordKind kind, out byte[] record))
        {
            return Garbled("a record that is not hexadecimal");
        }

        switch (kind)
        {
            case WireRecordKind.Boot when WireRecord.TryAs(record, out BootRecord boot):
                return _phase == Phase.BeforeKernel ? new BootEvent(boot) : Garbled("a second boot");
            case WireRecordKind.Crash when _phase == Phase.BeforeKernel && WireRecord.TryAsCrash(record, out CrashRecord crash):
                return new CrashEvent(crash);
            case WireRecordKind.Stop when WireRecord.TryAs(record, out StopRecord stop):
                return new StopEvent(stop);
            case WireRecordKind.PartitionError when WireRecord.TryAs(record, out PartitionErrorRecord error):
                return IsPartition(error.PartitionIndex) ? new PartitionErrorEvent(error) : NoSuchPartition();
            case WireRecordKind.PartitionEnd when WireRecord.TryAs(record, out PartitionEndRecord end):
                return IsPartition(end.PartitionIndex) ? new PartitionEndEvent(end) : NoSuchPartition();
            case WireRecordKind.ConsoleLoss when WireRecord.TryAs(record, out ConsoleLossRecord loss):
                return IsPartition(loss.PartitionIndex) ? new ConsoleLossEvent(loss) : NoSuchPartition();
            case WireRecordKind.EntryFailure when WireRecord.TryAs(record, out EntryFailureRecord entry):
                return IsPartition(entry.PartitionIndex) ? new EntryFailureEvent(entry) : NoSuchPartition();
            case WireRecordKind.Health when WireRecord.TryAs(record, out HealthRecord health):
                return DecodeHealth(health);
            case WireRecordKind.Boot or WireRecordKind.Stop or WireRecordKind.PartitionError
                or WireRecordKind.PartitionEnd
                or WireRecordKind.ConsoleLoss or WireRecordKind.EntryFailure or WireRecordKind.Health or WireRecordKind.Crash:
                return Garbled($"a {kind} record of {record.Length} bytes");
            case WireRecordKind.Undefined:
            default:
                return Garbled($"a record of unknown kind {(byte)kind}");
        }
    }

    private TranscriptEvent DecodeHealth(in HealthRecord health)
    {
        if (!HealthLog.IsIntact(health))
        {
            return Garbled("a health record with a wrong checksum");
        }

        return health.PartitionIndex == HealthRecord.Module || IsPartition(health.PartitionIndex)
            ? new HealthLogEvent(health)
            : NoSuchPartition();
    }

    private TranscriptEvent DecodeText(ReadOnlySpan<byte> line)
    {
        int mark = line.IndexOf("> "u8);
        if (mark is < 1 or > 3)
        {
            return Garbled("neither a record nor a partition's text");
        }

        ReadOnlySpan<byte> number = line[..mark];
        bool isDecimal =
            !number.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (mark == 1 || number[0] != (byte)'0');
        if (!isDecimal || !IsPartition(uint.Parse(Encoding.ASCII.GetString(number), CultureInfo.InvariantCulture)))
        {
            return NoSuchPartition();
        }

        int partition = int.Parse(Encoding.ASCII.GetString(number), CultureInfo.InvariantCulture);
        return PartitionText.TryUnescape(line[(mark + 2)..], out byte[] text, out bool endsLine)
            ? new PartitionTextEvent(partition, text, endsLine)
            : Garbled("a partition's text that is not escaped");
    }

    private bool IsPartition(uint index) => index < (uint)_partitionCount;

    private GarbledEvent NoSuchPartition() => Garbled("there is no such partition");

    private GarbledEvent Garbled(string why) => new(Copy(), why);

    private byte[] Copy() => _line.AsSpan(0, _length).ToArray();

    private void Emit(TranscriptEvent transcriptEvent)
    {
        switch (transcriptEvent)
        {
            case GarbledEvent garbled when _phase == Phase.Running:
                _suspects.Add(garbled);
                return;
            case ResetEvent:
                _phase = Phase.BeforeKernel;
                _suspects.ForEach(suspect => _sink(new FirmwareEvent(suspect.Line)));
                _suspects.Clear();
                break;
            case BootEvent:
                _phase = Phase.Running;
                break;
            case StopEvent stop:
                _phase = stop.Record.Action == HealthAction.Reset ? Phase.BeforeKernel : Phase.Stopped;
                break;
            default:
                break;
        }

        Convict();
        _sink(transcriptEvent);
    }

    private void Convict()
    {
        _suspects.ForEach(_sink);
        _suspects.Clear();
    }
}
