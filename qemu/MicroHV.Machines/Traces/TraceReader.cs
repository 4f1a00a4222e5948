// Takes records out of trace pages while the kernel writes them.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Takes new records of one CPU.</summary>
/// <param name="cpu">Index of the CPU.</param>
/// <param name="firstSequence">Sequence number of the first of them; more than was expected where some were lost.</param>
/// <param name="records">The records, in order.</param>
public delegate void TraceSink(int cpu, ulong firstSequence, ReadOnlySpan<TraceRecord> records);

/// <summary>
/// Reads each record once, in order. What was written over before it was read is passed over, and the sequence numbers tell how
/// much that was.
/// </summary>
public sealed class TraceReader
{
    private readonly IMachineMemory _memory;
    private readonly IReadOnlyList<ulong> _pages;
    private readonly int _pagesPerCpu;
    private readonly TraceSink _sink;
    private readonly ulong[] _next;
    private readonly TraceRecord[] _records = new TraceRecord[TracePage.RecordCount];

    /// <summary>A reader that has read nothing yet.</summary>
    /// <param name="memory">Where the pages are.</param>
    /// <param name="pages">Their addresses, as <see cref="TracePageFinder"/> returns them.</param>
    /// <param name="shape">Whose they are.</param>
    /// <param name="sink">Takes what is read.</param>
    public TraceReader(IMachineMemory memory, IReadOnlyList<ulong> pages, TraceShape shape, TraceSink sink)
    {
        _memory = memory;
        _pages = pages;
        _pagesPerCpu = shape.PagesPerCpu;
        _sink = sink;
        _next = new ulong[shape.CpuCount];
    }

    /// <summary>Reads what is new.</summary>
    /// <returns>Whether a CPU has filled a page since the last time, so that one should look again soon.</returns>
    /// <exception cref="EndOfStreamException">The machine is gone.</exception>
    public bool Poll()
    {
        bool isBusy = false;
        for (int cpu = 0; cpu < _next.Length; cpu++)
        {
            ulong before = _next[cpu];
            while (TryTake(cpu))
            {
            }

            isBusy |= _next[cpu] / TracePage.RecordCount != before / TracePage.RecordCount;
        }

        return isBusy;
    }

    // True if the next page may have more. The order of the reads is what TracePage asks for.
    private bool TryTake(int cpu)
    {
        uint done = (uint)(_next[cpu] % TracePage.RecordCount);
        ulong lap = _next[cpu] - done;
        ulong page = PageOf(cpu, lap);
        ulong first = FirstSequence(page);
        if (first != lap)
        {
            bool isOverwritten = first > lap;
            _next[cpu] = isOverwritten ? OldestBehind(cpu, lap) : _next[cpu];
            return isOverwritten;
        }

        uint count = Count(page);
        if (count <= done)
        {
            return false;
        }

        Span<TraceRecord> records = _records.AsSpan(0, (int)(count - done));
        Read(page + TracePageHead.RecordsOffset + (done * (ulong)Marshal.SizeOf<TraceRecord>()), MemoryMarshal.AsBytes(records));
        if (FirstSequence(page) != lap)
        {
            return true;
        }

        _sink(cpu, _next[cpu], records);
        _next[cpu] += (ulong)records.Length;
        return count == TracePage.RecordCount;
    }

    // Every page of a ring that has gone round holds a later lap than the one that was missed.
    private ulong OldestBehind(int cpu, ulong lap)
    {
        ulong oldest = ulong.MaxValue;
        for (int i = 0; i < _pagesPerCpu; i++)
        {
            ulong first = FirstSequence(_pages[(cpu * _pagesPerCpu) + i]);
            oldest = first > lap ? Math.Min(oldest, first) : oldest;
        }

        return oldest;
    }

    private ulong PageOf(int cpu, ulong sequence) =>
        _pages[(cpu * _pagesPerCpu) + (int)(sequence / TracePage.RecordCount % (ulong)_pagesPerCpu)];

    private ulong FirstSequence(ulong page)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        Read(page + TracePageHead.FirstSequenceOffset, word);
        return BinaryPrimitives.ReadUInt64LittleEndian(word);
    }

    // A number that no kernel writes would be read as a full page.
    private uint Count(ulong page)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        Read(page + TracePageHead.CountOffset, word);
        return Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(word), TracePage.RecordCount);
    }

    private void Read(ulong address, Span<byte> destination)
    {
        if (!_memory.TryRead(address, destination))
        {
            throw new EndOfStreamException("the machine's memory is gone");
        }
    }
}
