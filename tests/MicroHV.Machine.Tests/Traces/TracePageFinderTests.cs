// Which pages of a machine's memory are its trace.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

public sealed unsafe class TracePageFinderTests
{
    [Fact]
    public void Pages_are_found_wherever_they_lie()
    {
        using SoftwareTrace trace = new(3, 2);
        IReadOnlyList<ulong> pages = TracePageFinder.Find(trace, trace.Shape)!;
        Assert.Equal(Enumerable.Range(1, 6).Select(i => SoftwareTrace.Offset + ((ulong)i * 4096)), pages);
    }

    [Fact]
    public void A_page_of_another_key_is_a_guest_s_and_nobody_looks_at_it()
    {
        using SoftwareTrace trace = new(1, 2);
        ((TracePage*)trace.Page(1))->Key ^= 1;
        Assert.Null(TracePageFinder.Find(trace, trace.Shape));
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(0, 3, 1)]
    public void A_page_that_says_something_impossible_is_none(int cpu, int count, int index)
    {
        using SoftwareTrace trace = new(1, 2);
        TracePage* page = (TracePage*)trace.Page(1);
        (page->CpuIndex, page->PageCount, page->PageIndex) = ((ushort)cpu, (uint)count, (ushort)index);
        Assert.Null(TracePageFinder.Find(trace, trace.Shape));
    }

    [Fact]
    public void Pages_are_found_in_the_memory_of_a_process()
    {
        TraceShape shape = new(1, 1, 0xABCD_0123);
        TracePage* page = (TracePage*)NativeMemory.AlignedAlloc(4096, 4096);
        try
        {
            *page = default;
            (page->PageCount, page->Key, page->Magic) = (1, shape.Key, TracePage.ExpectedMagic);
            using ProcessMemory memory = ProcessMemory.Open(Environment.ProcessId);
            Assert.Equal([(ulong)page], TracePageFinder.Find(memory, shape)!);
        }
        finally
        {
            page->Magic = 0;
            NativeMemory.AlignedFree(page);
        }
    }

    [Fact]
    public void A_process_that_is_not_there_is_named_with_a_way_out()
    {
        IOException failure = Assert.Throws<IOException>(() => ProcessMemory.Open(int.MaxValue));
        Assert.StartsWith("the emulator's memory cannot be read (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("; ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_is_not_mapped_is_not_read()
    {
        using ProcessMemory memory = ProcessMemory.Open(Environment.ProcessId);
        Assert.False(memory.TryRead(0x1000, new byte[8]));
    }

    [Fact]
    public void Only_mappings_that_can_be_written_are_looked_into()
    {
        string[] maps =
        [
            "555555554000-555555558000 r--p 00000000 08:02 1 /usr/bin/emulator",
            "555555600000-555555700000 rw-p 00000000 00:00 0 [heap]",
            "7ffff7c00000-7ffff7e00000 rw-p 00000000 00:00 0",
            "7ffff8000000-7ffff8001000 r-xp 00000000 00:00 0 [vdso]",
        ];
        Assert.Equal(
            [(0x5555_5560_0000ul, 0x5555_5570_0000ul), (0x7FFF_F7C0_0000ul, 0x7FFF_F7E0_0000ul)],
            ProcessMemory.WritableMappings(maps));
    }
}
