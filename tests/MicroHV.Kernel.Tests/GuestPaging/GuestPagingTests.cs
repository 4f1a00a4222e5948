// Single walks: each mode's pages, and each thing that a hostile table can hold.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

namespace MicroHV.Kernel.Tests.GuestWalks;

public sealed class GuestPagingTests
{
    private const ulong P = 1;
    private const ulong PS = 1 << 7;
    private const ulong Linear = 0x0000_1234_5678_9ABC;
    private const ulong Linear32 = 0x5678_9ABC;

    [Fact]
    public void Without_paging_a_linear_address_is_the_physical_one_and_wraps_at_4_GiB()
    {
        using GuestRam ram = new();

        Assert.Equal(0x12345UL, Translate(ram, Paging.Off(), 0x12345));
        Assert.Equal(0x10UL, Translate(ram, Paging.Off(), 0x1_0000_0010));
    }

    [Fact]
    public void A_page_of_32_bit_tables_is_found()
    {
        using GuestRam ram = new();
        ram.Write32(0x1000 + ((Linear32 >> 22) * 4), 0x2000 | (uint)P);
        ram.Write32(0x2000 + (((Linear32 >> 12) & 0x3FF) * 4), 0xABCD_E000 | (uint)P);

        Assert.Equal(0xABCD_EABCUL, Translate(ram, Paging.Bits32(0x1000), Linear32));
    }

    [Fact]
    public void A_page_of_4_MiB_may_lie_above_4_GiB()
    {
        using GuestRam ram = new();
        const uint Entry = 0x1240_0000 | (0x5A << 13) | (uint)(P | PS);
        ram.Write32(0x1000 + ((Linear32 >> 22) * 4), Entry);

        Assert.Equal(0x5A_1240_0000 + (Linear32 & 0x3F_FFFF), Translate(ram, Paging.Bits32(0x1000), Linear32));
    }

    [Fact]
    public void A_page_of_4_MiB_with_its_reserved_bit_is_refused()
    {
        using GuestRam ram = new();
        ram.Write32(0x1000 + ((Linear32 >> 22) * 4), (1 << 21) | (uint)(P | PS));

        Assert.Null(Translate(ram, Paging.Bits32(0x1000), Linear32));
    }

    [Fact]
    public void Without_CR4_PSE_the_page_size_bit_means_nothing()
    {
        using GuestRam ram = new();
        ram.Write32(0x1000 + ((Linear32 >> 22) * 4), 0x2000 | (uint)(P | PS));
        ram.Write32(0x2000 + (((Linear32 >> 12) & 0x3FF) * 4), 0x3000 | (uint)P);
        PagingState paging = Paging.Bits32(0x1000);
        paging.Cr4 &= ~CR4.PSE;

        Assert.Equal(0x3ABCUL, Translate(ram, paging, Linear32));
    }

    [Fact]
    public void PAE_tables_begin_at_any_32_bytes()
    {
        using GuestRam ram = new();
        BuildPae(ram);

        Assert.Equal(0x7_0000_0ABCUL, Translate(ram, Paging.Pae(0x1060), Linear32));
    }

    [Fact]
    public void A_page_of_2_MiB_is_found()
    {
        using GuestRam ram = new();
        BuildPae(ram);
        ram.Write(PaeDirectoryEntry, 0x8_0020_0000 | P | PS);

        Assert.Equal(0x8_0020_0000 + (Linear32 & 0x1F_FFFF), Translate(ram, Paging.Pae(0x1060), Linear32));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(52)]
    [InlineData(63)]
    public void A_reserved_bit_in_a_page_directory_pointer_of_PAE_is_refused(int bit)
    {
        using GuestRam ram = new();
        BuildPae(ram);
        ram.Write(PaePointerEntry, 0x2000 | P | (1UL << bit));

        Assert.Null(Translate(ram, Paging.Pae(0x1060), Linear32));
    }

    [Fact]
    public void A_page_directory_pointer_of_PAE_that_an_emulator_marked_as_accessed_is_walked()
    {
        using GuestRam ram = new();
        BuildPae(ram);
        ram.Write(PaePointerEntry, 0x2000 | P | (1UL << 5));

        Assert.Equal(0x7_0000_0ABCUL, Translate(ram, Paging.Pae(0x1060), Linear32));
    }

    [Fact]
    public void A_page_of_four_level_tables_is_found()
    {
        using GuestRam ram = new();
        BuildLevel4(ram);

        Assert.Equal(0x9_8765_4ABCUL, Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Fact]
    public void The_process_context_in_CR3_is_no_part_of_the_address()
    {
        using GuestRam ram = new();
        BuildLevel4(ram);

        Assert.Equal(0x9_8765_4ABCUL, Translate(ram, Paging.Level4(0x1FFF), Linear));
    }

    [Fact]
    public void A_page_of_1_GiB_is_found()
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        ram.Write(Level4Slots[1], 0x40_0000_0000 | P | PS);

        Assert.Equal(0x40_0000_0000 + (Linear & 0x3FFF_FFFF), Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Fact]
    public void PAT_in_a_large_page_is_no_part_of_the_address()
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        ram.Write(Level4Slots[2], 0x20_0000 | P | PS | (1UL << 12));

        Assert.Equal(0x20_0000 + (Linear & 0x1F_FFFF), Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 13)]
    [InlineData(1, 29)]
    [InlineData(2, 13)]
    [InlineData(2, 20)]
    public void A_reserved_bit_in_a_large_page_or_the_top_table_is_refused(int level, int bit)
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        ram.Write(Level4Slots[level], (level == 0 ? 0x2000 : PS) | P | (1UL << bit));

        Assert.Null(Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_entry_that_is_not_present_ends_the_walk(int level)
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        ram.Write(Level4Slots[level], 0x2000);

        Assert.Null(Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void XD_is_reserved_exactly_while_EFER_NXE_is_clear(int level)
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        ram.Write(Level4Slots[level], ram.Read(Level4Slots[level], 8)!.Value | (1UL << 63));
        PagingState paging = Paging.Level4(0x1000);
        Assert.Equal(0x9_8765_4ABCUL, Translate(ram, paging, Linear));

        paging.Efer &= ~EFER.NXE;

        Assert.Null(Translate(ram, paging, Linear));
    }

    [Theory]
    [InlineData(0x0000_8000_0000_0000)]
    [InlineData(0xFFFF_7FFF_FFFF_FFFF)]
    [InlineData(0x8000_0000_0000_0000)]
    public void A_linear_address_that_is_not_canonical_is_refused(ulong linear)
    {
        using GuestRam ram = new();
        MapEverythingToItself(ram);

        Assert.NotNull(Translate(ram, Paging.Level4(0x1000), 0x0000_7FFF_FFFF_FFFF));
        Assert.Null(Translate(ram, Paging.Level4(0x1000), linear));
    }

    [Fact]
    public void Five_levels_are_refused()
    {
        using GuestRam ram = new();
        MapEverythingToItself(ram);
        PagingState paging = Paging.Level4(0x1000);
        paging.Cr4 |= CR4.LA57;

        Assert.Null(Translate(ram, paging, 0));
    }

    [Fact]
    public void Long_mode_without_PAE_is_refused()
    {
        using GuestRam ram = new();
        MapEverythingToItself(ram);
        PagingState paging = Paging.Level4(0x1000);
        paging.Cr4 &= ~CR4.PAE;

        Assert.Null(Translate(ram, paging, 0));
    }

    [Fact]
    public void A_table_that_points_to_itself_is_walked_as_often_as_there_are_levels()
    {
        using GuestRam ram = new();
        MapEverythingToItself(ram);

        Assert.Equal(0x1ABCUL, Translate(ram, Paging.Level4(0x1000), Linear));
    }

    [Theory]
    [InlineData(GuestRam.LowSizeBytes)]
    [InlineData(GuestRam.DeviceBase)]
    [InlineData(0x000F_FFFF_FFFF_F000)]
    public void A_table_outside_the_partitions_RAM_ends_the_walk(ulong table)
    {
        using GuestRam ram = new();
        BuildLevel4(ram);
        Assert.Null(Translate(ram, Paging.Level4(table), Linear));

        ram.Write(Level4Slots[2], table | P);

        Assert.Null(Translate(ram, Paging.Level4(0x1000), Linear));
    }

    private const ulong PaePointerEntry = 0x1060 + ((Linear32 >> 30) * 8);
    private const ulong PaeDirectoryEntry = 0x2000 + (((Linear32 >> 21) & 0x1FF) * 8);

    private static ulong[] Level4Slots =>
    [
        0x1000 + (((Linear >> 39) & 0x1FF) * 8),
        0x2000 + (((Linear >> 30) & 0x1FF) * 8),
        0x3000 + (((Linear >> 21) & 0x1FF) * 8),
        GuestRam.HighBase + (((Linear >> 12) & 0x1FF) * 8),
    ];

    private static void BuildPae(GuestRam ram)
    {
        ram.Write(PaePointerEntry, 0x2000 | P);
        ram.Write(PaeDirectoryEntry, 0x3000 | P);
        ram.Write(0x3000 + (((Linear32 >> 12) & 0x1FF) * 8), 0x7_0000_0000 | P);
    }

    private static void BuildLevel4(GuestRam ram)
    {
        ram.Write(Level4Slots[0], 0x2000 | P);
        ram.Write(Level4Slots[1], 0x3000 | P);
        ram.Write(Level4Slots[2], GuestRam.HighBase | P);
        ram.Write(Level4Slots[3], 0x9_8765_4000 | P);
    }

    private static void MapEverythingToItself(GuestRam ram)
    {
        for (ulong slot = 0x1000; slot < 0x2000; slot += 8)
        {
            ram.Write(slot, 0x1000 | P);
        }
    }

    private static ulong? Translate(GuestRam ram, PagingState paging, ulong linear) =>
        ram.TryTranslate(in paging, linear, out ulong address) ? address : null;
}
