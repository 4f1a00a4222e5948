// The ring of a CPU's trace: order, laps, and what stands in its pages.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Traces;

public sealed unsafe class TraceRingTests : IDisposable
{
    private const ulong First = 0x4000;
    private const uint Pages = 3;
    private const uint Key = 0xC0FF_EE11;

    private readonly SoftwareMachine _machine = new(0x1_0000);

    [Fact]
    public void A_ring_without_pages_is_off()
    {
        Assert.False(default(TraceRing).IsOn);
        Assert.False(TraceRing.In(new HostPhysical(First), 0, 1, Key).IsOn);
    }

    [Fact]
    public void Every_page_describes_itself_before_anything_is_written()
    {
        TraceRing ring = TraceRing.In(new HostPhysical(First), Pages, 7, Key);
        Assert.True(ring.IsOn);
        for (uint i = 0; i < Pages; i++)
        {
            TracePage* page = PageAt(i);
            Assert.Equal("MHVtrace"u8, new ReadOnlySpan<byte>(page, 8));
            Assert.Equal((7, (int)i, Pages, Key), (page->CpuIndex, page->PageIndex, page->PageCount, page->Key));
            Assert.Equal((0ul, 0u), (page->FirstSequence, page->Count));
        }
    }

    [Fact]
    public void Records_follow_each_other_through_the_pages_and_round_again()
    {
        TraceRing ring = TraceRing.In(new HostPhysical(First), Pages, 0, Key);
        uint written = (TracePage.RecordCount * (Pages + 1)) + 5;
        for (uint i = 0; i < written; i++)
        {
            ring.Write(TraceKind.Exit, 4, 9, i, 1000 + i);
        }

        AssertLap(0, TracePage.RecordCount * Pages, TracePage.RecordCount);
        AssertLap(1, TracePage.RecordCount * (Pages + 1), 5);
        AssertLap(2, TracePage.RecordCount * 2, TracePage.RecordCount);
    }

    [Fact]
    public void A_record_has_what_was_said_of_it()
    {
        TraceRing ring = TraceRing.In(new HostPhysical(First), 1, 0, Key);
        ring.Write(TraceKind.Error, 6, 0x1234, 0x8765_4321, 0x1122_3344_5566_7788);
        byte[] expected =
            [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 7, 6, 0x34, 0x12, 0x21, 0x43, 0x65, 0x87];
        Assert.Equal(expected, new ReadOnlySpan<byte>(PageAt(0)->Records, expected.Length));
        Assert.Equal(1u, PageAt(0)->Count);
    }

    [Fact]
    public void Nobody_is_the_greatest_subject()
    {
        TraceRing ring = TraceRing.In(new HostPhysical(First), 1, 0, Key);
        ring.Write(TraceKind.Sleep, 0, Kernel.Vcpu.PerCpu.Nobody, 0, 1);
        Assert.Equal(TraceRecord.Nobody, RecordsOf(PageAt(0))[0].Subject);
    }

    public void Dispose() => _machine.Dispose();

    private TracePage* PageAt(uint index) => (TracePage*)_machine.Ram(First + (index * FrameSize.Size4K));

    private static ReadOnlySpan<TraceRecord> RecordsOf(TracePage* page) =>
        MemoryMarshal.Cast<byte, TraceRecord>(new ReadOnlySpan<byte>(page->Records, (int)page->Count * 16));

    private void AssertLap(uint index, uint first, uint count)
    {
        TracePage* page = PageAt(index);
        Assert.Equal((first, count), (page->FirstSequence, page->Count));
        ReadOnlySpan<TraceRecord> records = RecordsOf(page);
        for (int i = 0; i < records.Length; i++)
        {
            Assert.Equal((first + (uint)i, 1000ul + first + (uint)i), (records[i].Value, records[i].Tsc));
        }
    }
}
