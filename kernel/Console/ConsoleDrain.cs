// Brings records and partitions' text to the serial line, as lines that no guest can forge, without ever waiting.
namespace MicroHV.Kernel.Console;

using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// The order of lines: crash records of the life before, the boot record, then the partitions in turn, a line of text each, then their records when their text
/// is out. The form of a line is described at <see cref="WireRecordKind"/>.
/// </summary>
public unsafe struct ConsoleDrain
{
    // Longer lines are broken: one partition does not keep the line to itself.
    private const uint MaxTextBytes = 160;

    // More than the text and the records of a console and what lines add to them: whoever dies because a console is no more what it
    // was has to come to an end too.
    private const uint MostBytesEach = 0x8000;

    private SerialPort _port;
    private PartitionConsole* _partitions;
    private uint _partitionCount;
    private uint _current;
    private LineKind _line;
    private uint _cursor;
    private byte* _record;
    private uint _recordSizeBytes;
    private StagedBytes _staged;
    private BootRecord _boot;
    private ConsoleLossRecord _loss;
    private bool _isBootPending;
    private bool _hasSpoken;
    private int _isTaken;
    private int _hasNews;

    private enum LineKind
    {
        None,
        Text,
        Record,
    }

    /// <summary>True if something may wait to be sent.</summary>
    public readonly bool HasWork => Volatile.Read(in _hasNews) != 0;

    /// <summary>Opens the port; what was said before is forgotten.</summary>
    public void Open(uint port, uint divisor) => _port.Open(port, divisor);

    /// <summary>Adds the consoles of the partitions and of the module, <paramref name="count"/> side by side.</summary>
    public void Attach(PartitionConsole* partitions, uint count)
    {
        _partitions = partitions;
        _partitionCount = count;
        _current = count - 1;            // so that the first partition is the first to speak
    }

    /// <summary>Sends the boot record before anything else.</summary>
    public void Announce(in BootRecord record)
    {
        _boot = record;
        _isBootPending = true;
        Ring();
    }

    /// <summary>Has <see cref="Advance"/> look at the consoles: one of them has something new.</summary>
    public void Ring() => Volatile.Write(ref _hasNews, 1);

    /// <summary>
    /// Gives the transmitter what it takes at once, if it is empty and no other CPU is about to do the same; else nothing.
    /// </summary>
    /// <param name="maxBytes">How many bytes at most; no more than <see cref="SerialPort.FifoBytes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int maxBytes)
    {
        if (HasWork)
        {
            TrySend(maxBytes);
        }
    }

    /// <summary>
    /// Keeps all other CPUs from sending, for ever. Waits for one that does, but no longer than it could need: it may have died
    /// on the way.
    /// </summary>
    public void Seize()
    {
        const int MaxPolls = 1_000_000;
        for (int polls = 0; polls < MaxPolls && Interlocked.Exchange(ref _isTaken, 1) != 0; polls++)
        {
            Cpu.Pause();
        }
    }

    /// <summary>
    /// Sends one record, waiting for the line: for the boot, before anybody has something to say. Waits at most a bounded number of
    /// polls for each byte, in case there is no UART.
    /// </summary>
    public void Send(WireRecordKind kind, byte* record, uint sizeBytes)
    {
        if (_port.IsOpen)
        {
            SendRecord(kind, record, sizeBytes);
        }
    }

    /// <summary>Sends all that waits and then one last record, waiting for the line as <see cref="Send"/> does: for the death of the kernel.</summary>
    public void Finish(WireRecordKind kind, byte* record, uint sizeBytes)
    {
        if (!_port.IsOpen)
        {
            return;
        }

        for (uint i = 0; i < _partitionCount; i++)
        {
            _ = _partitions[i].EndWindow();
        }

        SendRest();
        SendRecord(kind, record, sizeBytes);
        const int MaxPolls = 1_000_000;
        for (int i = 0; i < MaxPolls && !_port.IsSilent(); i++)
        {
        }
    }

    // The news are taken before the consoles are looked at: what comes meanwhile rings again.
    private void TrySend(int maxBytes)
    {
        if (_port.IsOpen && Interlocked.Exchange(ref _isTaken, 1) == 0)
        {
            SendSome(maxBytes);
            Volatile.Write(ref _isTaken, 0);
        }
    }

    private void SendSome(int maxBytes)
    {
        if (!_port.CanWrite())
        {
            return;
        }

        bool isMore = Interlocked.Exchange(ref _hasNews, 0) != 0;
        for (int i = 0; i < maxBytes && isMore; i++)
        {
            isMore = TryNext(out byte next);
            if (isMore)
            {
                _port.WriteByte(next);
            }
        }

        if (isMore)
        {
            Ring();
        }
    }

    private void SendRest()
    {
        uint left = MostBytesEach * (_partitionCount + 1);
        while (left != 0 && TryNext(out byte next))
        {
            left--;
            SendWaiting(next);
        }

        if (_line != LineKind.None)
        {
            _staged = default;
            EndLine();
        }
    }

    private void SendRecord(WireRecordKind kind, byte* record, uint sizeBytes)
    {
        Begin(kind, record, sizeBytes);
        while ((_line != LineKind.None || !_staged.IsEmpty) && TryNext(out byte next))
        {
            SendWaiting(next);
        }
    }

    private void SendWaiting(byte next)
    {
        const int MaxPolls = 100_000;
        int polls = 0;
        while (!_port.CanWrite() && polls < MaxPolls)
        {
            polls++;
        }

        _port.WriteByte(next);
    }

    private bool TryNext(out byte next)
    {
        if (_staged.IsEmpty && _line == LineKind.None)
        {
            ChooseLine();
        }

        if (_staged.IsEmpty)
        {
            StageMore();
        }

        bool isThere = !_staged.IsEmpty;
        next = _staged.Take();
        return isThere;
    }

    private void ChooseLine()
    {
        if (_isBootPending)
        {
            _isBootPending = false;
            fixed (BootRecord* boot = &_boot)
            {
                Begin(WireRecordKind.Boot, (byte*)boot, (uint)sizeof(BootRecord));
            }

            return;
        }

        for (uint i = 0; i < _partitionCount && _line == LineKind.None; i++)
        {
            _current = _current + 1 < _partitionCount ? _current + 1 : 0;
            ref PartitionConsole console = ref _partitions[_current];
            if (console.HasText)
            {
                BeginText();
            }
            else if (console.Pending != PendingRecords.None && console.Waiting == 0)
            {
                BeginRecord(ref console);
            }
            else if (console.Pending != PendingRecords.None)
            {
                // Text that the partition wrote before its record, though no line of it is finished.
                BeginText();
            }
        }
    }

    private void BeginText()
    {
        _line = LineKind.Text;
        _cursor = 0;
        _staged.AddNumber(_current);
        _staged.Add((byte)'>');
        _staged.Add((byte)' ');
    }

    private void BeginRecord(ref PartitionConsole console)
    {
        fixed (PartitionConsole* own = &console)
        {
            if ((console.Pending & PendingRecords.Loss) != 0)
            {
                BeginLoss(ref console);
            }
            else if ((console.Pending & PendingRecords.EntryFailure) != 0)
            {
                console.Begin(PendingRecords.EntryFailure);
                Begin(WireRecordKind.EntryFailure, (byte*)&own->EntryFailureRecord, (uint)sizeof(EntryFailureRecord));
            }
            else if ((console.Pending & PendingRecords.Error) != 0)
            {
                console.Begin(PendingRecords.Error);
                Begin(WireRecordKind.PartitionError, (byte*)&own->ErrorRecord, (uint)sizeof(PartitionErrorRecord));
            }
            else if ((console.Pending & PendingRecords.Health) != 0)
            {
                if (console.TryBeginHealth())
                {
                    Begin(WireRecordKind.Health, (byte*)&own->HealthRecord, (uint)sizeof(HealthRecord));
                }
            }
            else
            {
                console.Begin(PendingRecords.End);
                Begin(WireRecordKind.PartitionEnd, (byte*)&own->EndRecord, (uint)sizeof(PartitionEndRecord));
            }
        }
    }

    // The partition may lose more while this record is on its way.
    private void BeginLoss(ref PartitionConsole console)
    {
        _loss.PartitionIndex = _current;
        console.Begin(PendingRecords.Loss);
        ulong lostBytes = Volatile.Read(in console.LostBytes);
        _loss.LostBytes = lostBytes - console.LostBytesSent;
        Volatile.Write(ref console.LostBytesSent, lostBytes);
        fixed (ConsoleLossRecord* loss = &_loss)
        {
            Begin(WireRecordKind.ConsoleLoss, (byte*)loss, (uint)sizeof(ConsoleLossRecord));
        }
    }

    private void Begin(WireRecordKind kind, byte* record, uint sizeBytes)
    {
        _line = LineKind.Record;
        _cursor = 0;
        _record = record;
        _recordSizeBytes = sizeBytes;
        if (!_hasSpoken)
        {
            // One ends the line that a reset may have cut, one is the empty line that says so.
            _hasSpoken = true;
            _staged.Add((byte)'\n');
            _staged.Add((byte)'\n');
        }

        _staged.Add((byte)'#');
        _staged.AddHex((byte)kind);
        _staged.Add((byte)' ');
    }

    private void StageMore()
    {
        if (_line == LineKind.Record)
        {
            StageRecordByte();
        }
        else if (_line == LineKind.Text)
        {
            StageTextByte();
        }
    }

    private void StageRecordByte()
    {
        if (_cursor == _recordSizeBytes)
        {
            if (_partitionCount != 0)
            {
                _partitions[_current].End();
            }

            EndLine();
            return;
        }

        _staged.AddHex(_record[_cursor]);
        _cursor++;
    }

    private void StageTextByte()
    {
        ref PartitionConsole console = ref _partitions[_current];
        if (console.Waiting == 0 || _cursor == MaxTextBytes)
        {
            _staged.Add((byte)'\\');
            EndLine();
            return;
        }

        byte next = console.Take();
        _cursor++;
        if (next == (byte)'\n')
        {
            EndLine();
        }
        else if (next is < 0x20 or > 0x7E or (byte)'\\')
        {
            _staged.Add((byte)'\\');
            _staged.AddHex(next);
        }
        else
        {
            _staged.Add(next);
        }
    }

    private void EndLine()
    {
        _staged.Add((byte)'\n');
        _line = LineKind.None;
    }
}
