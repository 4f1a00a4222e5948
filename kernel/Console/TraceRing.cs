// The trace of one CPU: pages that it writes in turn and that nobody in the machine reads.
namespace MicroHV.Kernel.Console;

using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Where the next record goes. A record is a few stores; who reads, from outside the machine, is never waited for, and finds by
/// the sequence numbers of <see cref="TracePage"/> what was written over before it came.
/// </summary>
public unsafe struct TraceRing
{
    // Pages lie where the pool has them; an address is no pointer while a CPU's state is copied from another's.
    private ulong _first;
    private ulong _page;
    private ulong _sequence;
    private uint _count;
    private uint _index;
    private uint _pageCount;

    /// <summary>True if records are kept.</summary>
    public readonly bool IsOn => _pageCount != 0;

    /// <summary>
    /// The ring of CPU <paramref name="cpuIndex"/> in <paramref name="pageCount"/> zeroed pages from <paramref name="first"/> on;
    /// off if there are none. Each page gets <paramref name="key"/>.
    /// </summary>
    public static TraceRing In(HostPhysical first, uint pageCount, uint cpuIndex, uint key)
    {
        TraceRing ring = default;
        ring._first = first.Value;
        ring._page = first.Value;
        ring._pageCount = pageCount;
        for (uint i = 0; i < pageCount; i++)
        {
            TracePage* page = PageAt(first.Value + (i * FrameSize.Size4K));
            page->CpuIndex = (ushort)cpuIndex;
            page->PageIndex = (ushort)i;
            page->PageCount = pageCount;
            page->Key = key;
            Volatile.Write(ref page->Magic, TracePage.ExpectedMagic);
        }

        return ring;
    }

    /// <summary>Appends a record; only if <see cref="IsOn"/>.</summary>
    public void Write(TraceKind kind, uint detail, uint subject, uint value, ulong tsc)
    {
        if (_count == TracePage.RecordCount)
        {
            TurnPage();
        }

        TracePage* page = PageAt(_page);
        TraceRecord* record = (TraceRecord*)page->Records + _count;
        record->Tsc = tsc;
        record->Kind = kind;
        record->Detail = (byte)detail;
        record->Subject = (ushort)subject;
        record->Value = value;
        _count++;
        Volatile.Write(ref page->Count, _count);
    }

    // The old lap of the page is taken back before a record of it is written over.
    private void TurnPage()
    {
        _sequence += _count;
        _count = 0;
        _index = _index + 1 < _pageCount ? _index + 1 : 0;
        _page = _first + (_index * FrameSize.Size4K);
        TracePage* page = PageAt(_page);
        Volatile.Write(ref page->Count, 0u);
        Volatile.Write(ref page->FirstSequence, _sequence);
    }

    private static TracePage* PageAt(ulong address) => (TracePage*)Cpu.Frame(new HostPhysical(address));
}
