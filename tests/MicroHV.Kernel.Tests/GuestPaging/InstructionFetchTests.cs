// Fetching instruction bytes: within a page, across two, and into nothing.
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.GuestWalks;

public sealed unsafe class InstructionFetchTests
{
    private const ulong P = 1;
    private const byte Untouched = 0xEE;

    [Fact]
    public void Sixteen_bytes_of_one_page_are_fetched_and_no_more_is_written()
    {
        using GuestRam ram = Numbered();

        byte[] bytes = Fetch(ram, Paging.Off(), 0x1008, out int count);

        Assert.Equal(16, count);
        Assert.Equal(Enumerable.Range(8, 16).Select(value => (byte)value), bytes.Take(16));
        Assert.All(bytes.Skip(16), value => Assert.Equal(Untouched, value));
    }

    [Fact]
    public void The_second_page_is_found_through_its_own_entry()
    {
        using GuestRam ram = Numbered();
        MapTwoPages(ram, 0x1000 | P, GuestRam.HighBase | P);
        ram.Write(GuestRam.HighBase, [0xA0, 0xA1, 0xA2, 0xA3]);

        byte[] bytes = Fetch(ram, Paging.Pae(0x8000), 0xFFE, out int count);

        Assert.Equal(16, count);
        Assert.Equal([0xFE, 0xFF, 0xA0, 0xA1], bytes.Take(4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(GuestRam.DeviceBase | P)]
    [InlineData(GuestRam.LowSizeBytes | P)]
    public void A_fetch_stops_at_a_page_that_cannot_be_read(ulong secondEntry)
    {
        using GuestRam ram = Numbered();
        MapTwoPages(ram, 0x1000 | P, secondEntry);

        byte[] bytes = Fetch(ram, Paging.Pae(0x8000), 0xFFD, out int count);

        Assert.Equal(3, count);
        Assert.Equal([0xFD, 0xFE, 0xFF], bytes.Take(3));
    }

    [Fact]
    public void Nothing_is_fetched_where_nothing_is_mapped()
    {
        using GuestRam ram = Numbered();
        MapTwoPages(ram, 0, 0x1000 | P);

        byte[] bytes = Fetch(ram, Paging.Pae(0x8000), 0xFFF, out int count);

        Assert.Equal(0, count);
        Assert.All(bytes, value => Assert.Equal(Untouched, value));
    }

    [Fact]
    public void A_fetch_at_a_page_end_that_fits_needs_no_second_page()
    {
        using GuestRam ram = Numbered();
        MapTwoPages(ram, 0x1000 | P, 0);

        _ = Fetch(ram, Paging.Pae(0x8000), 0xFF0, out int count);

        Assert.Equal(16, count);
    }

    [Fact]
    public void A_fetch_wraps_from_the_last_to_the_first_page_of_4_GiB()
    {
        using GuestRam ram = Numbered();
        ram.Write32(0x8000 + (0x3FF * 4), 0x9000 | (uint)P);
        ram.Write32(0x9000 + (0x3FF * 4), 0x1000 | (uint)P);
        ram.Write32(0x8000, 0xA000 | (uint)P);
        ram.Write32(0xA000, 0x2000 | (uint)P);

        byte[] bytes = Fetch(ram, Paging.Bits32(0x8000), 0xFFFF_FFFF, out int count);

        Assert.Equal(16, count);
        Assert.Equal([0xFF, 0x00, 0x01], bytes.Take(3));
    }

    [Fact]
    public void A_fetch_does_not_cross_into_the_hole_between_canonical_halves()
    {
        using GuestRam ram = Numbered();
        ram.Write(0x8000 + (0xFF * 8), 0x9000 | P);
        ram.Write(0x9000 + (0x1FF * 8), 0xA000 | P);
        ram.Write(0xA000 + (0x1FF * 8), 0xB000 | P);
        ram.Write(0xB000 + (0x1FF * 8), 0x1000 | P);

        _ = Fetch(ram, Paging.Level4(0x8000), 0x0000_7FFF_FFFF_FFFC, out int count);

        Assert.Equal(4, count);
    }

    private static GuestRam Numbered()
    {
        GuestRam ram = new();
        for (ulong at = 0x1000; at < 0x3000; at++)
        {
            ram.Write(at, [(byte)at]);
        }

        return ram;
    }

    // PAE tables at 0x8000 that map linear pages 0 and 1.
    private static void MapTwoPages(GuestRam ram, ulong first, ulong second)
    {
        ram.Write(0x8000, 0x9000 | P);
        ram.Write(0x9000, 0xA000 | P);
        ram.Write(0xA000, first);
        ram.Write(0xA008, second);
    }

    private static byte[] Fetch(GuestRam ram, PagingState paging, ulong linear, out int count)
    {
        byte[] bytes = [.. Enumerable.Repeat(Untouched, 24)];
        fixed (byte* destination = bytes)
        {
            GuestViews views = default;
            GuestReader reader = new(ram.Regions, ref views);
            count = InstructionFetch.Fetch(ref reader, in paging, linear, destination);
        }

        return bytes;
    }
}
