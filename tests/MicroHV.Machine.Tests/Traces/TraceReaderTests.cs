// Records on their way out of a machine that goes on writing them.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

public sealed class TraceReaderTests
{
    private const int PageRecords = (int)TracePage.RecordCount;

    private readonly List<(int Cpu, ulong Sequence, TraceRecord Record)> _read = [];

    [Fact]
    public void Every_record_is_read_once_and_in_order()
    {
        using SoftwareTrace trace = new(2, 4);
        TraceReader reader = ReaderOf(trace);
        ulong written = 0;
        foreach (int burst in new[] { 1, 3, 250, 0, 254, 508, 7, 700 })
        {
            for (int i = 0; i < burst; i++)
            {
                trace.Write(1, written++);
            }

            _ = reader.Poll();
            Assert.Equal((int)written, _read.Count);
        }

        Assert.All(_read, item => Assert.Equal((1, item.Sequence), (item.Cpu, item.Record.Tsc)));
        Assert.Equal(Enumerable.Range(0, (int)written).Select(i => (ulong)i), _read.Select(item => item.Sequence));
    }

    [Fact]
    public void A_reader_that_comes_too_late_finds_the_oldest_that_is_left()
    {
        using SoftwareTrace trace = new(1, 3);
        TraceReader reader = ReaderOf(trace);
        for (int i = 0; i < (5 * PageRecords) + 10; i++)
        {
            trace.Write(0, (ulong)i);
        }

        _ = reader.Poll();
        Assert.Equal(3ul * TracePage.RecordCount, _read[0].Sequence);
        Assert.Equal((2 * PageRecords) + 10, _read.Count);
        Assert.All(_read, item => Assert.Equal(item.Sequence, item.Record.Tsc));
    }

    [Fact]
    public void What_is_written_over_while_it_is_read_is_not_taken()
    {
        using SoftwareTrace trace = new(1, 2);
        TraceReader reader = ReaderOf(trace);
        ulong written = 0;
        for (; written < 100; written++)
        {
            trace.Write(0, written);
        }

        trace.BeforeRecords = () =>
        {
            trace.BeforeRecords = null;
            for (; written < (2 * PageRecords) + 50; written++)
            {
                trace.Write(0, written);
            }
        };
        _ = reader.Poll();
        Assert.Equal((ulong)PageRecords, _read[0].Sequence);
        Assert.Equal(written - 1, _read[^1].Sequence);
        Assert.All(_read, item => Assert.Equal(item.Sequence, item.Record.Tsc));
    }

    [Fact]
    public void A_full_page_says_look_again_soon()
    {
        using SoftwareTrace trace = new(1, 2);
        TraceReader reader = ReaderOf(trace);
        trace.Write(0, 0);
        Assert.False(reader.Poll());
        for (int i = 1; i < PageRecords; i++)
        {
            trace.Write(0, (ulong)i);
        }

        Assert.True(reader.Poll());
        Assert.False(reader.Poll());
    }

    [Fact]
    public void A_machine_that_is_gone_is_the_end()
    {
        using SoftwareTrace trace = new(1, 2);
        TraceReader reader = ReaderOf(trace);
        trace.IsGone = true;
        Assert.Throws<EndOfStreamException>(() => reader.Poll());
    }

    // The writer never waits, so that some records are lost on most hosts; whatever is read must be whole and in its place.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(8, 2)]
    [InlineData(64, 3)]
    public void Nothing_is_torn_doubled_or_out_of_order_beside_a_writer_that_never_waits(int pages, int seed)
    {
        const ulong Records = 400_000;
        using SoftwareTrace trace = new(1, pages);
        TraceReader reader = ReaderOf(trace);
        Thread writer = new(() => WriteInBursts(trace, Records, new Random(seed)));
        writer.Start();
        while (!writer.Join(0))
        {
            _ = reader.Poll();
        }

        _ = reader.Poll();
        ulong next = 0;
        foreach ((int cpu, ulong sequence, TraceRecord record) in _read)
        {
            Assert.True(sequence >= next, "out of order");
            Assert.Equal((0, sequence, (uint)sequence, TraceKind.Exit), (cpu, record.Tsc, record.Value, record.Kind));
            next = sequence + 1;
        }

        Assert.Equal(Records, next);
    }

    private static void WriteInBursts(SoftwareTrace trace, ulong records, Random random)
    {
        trace.Adopt();
        for (ulong i = 0; i < records; i++)
        {
            trace.Write(0, i);
            if (random.Next(500) == 0)
            {
                Thread.SpinWait(random.Next(2000));
            }
        }
    }

    private TraceReader ReaderOf(SoftwareTrace trace) =>
        new(trace, TracePageFinder.Find(trace, trace.Shape)!, trace.Shape, Take);

    private void Take(int cpu, ulong firstSequence, ReadOnlySpan<TraceRecord> records)
    {
        for (int i = 0; i < records.Length; i++)
        {
            _read.Add((cpu, firstSequence + (ulong)i, records[i]));
        }
    }
}
