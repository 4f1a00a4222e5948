// The page tables, descriptors and registers that a native partition starts with, read as a processor would.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Tests;

public sealed class NativeStartTests : IDisposable
{
    private const ulong Origin = 0x3000;
    private const ulong NoExecute = 1UL << 63;
    private const ulong Writable = 2;

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Every_address_of_a_region_maps_to_itself() =>
        Gen.Select(Gen.ULong[0, (1UL << 34) - 1], Gen.ULong[1, 2000], Gen.ULong[0, 1999]).Sample((page, pages, probe) =>
        {
            GuestPageTables tables = new(Origin);
            AddressRange range = new(page << 12, pages << 12);
            _ = tables.TryMap(range, RegionRights.Read, MemoryType.WB);
            ulong address = range.Start + ((probe % pages) << 12) + 0x123;
            (ulong? physical, _) = Walk(tables.ToBytes(), address);
            return physical == address && Walk(tables.ToBytes(), range.End).Physical is null;
        }, iter: 300);

    [Fact]
    public void Rights_of_a_region_are_rights_of_its_pages()
    {
        GuestPageTables tables = new(Origin);
        Assert.True(tables.TryMap(new AddressRange(0x1000, 0x1000), RegionRights.Read, MemoryType.WB));
        Assert.True(tables.TryMap(
            new AddressRange(
                0x20_0000, 0x20_0000), RegionRights.Read | RegionRights.Write | RegionRights.Execute, MemoryType.WB));
        Assert.Equal(NoExecute, Walk(tables.ToBytes(), 0x1000).Entry & (NoExecute | Writable));
        Assert.Equal(Writable, Walk(tables.ToBytes(), 0x30_0000).Entry & (NoExecute | Writable));
    }

    [Fact]
    public void Uncacheable_memory_is_uncacheable_to_the_guest()
    {
        GuestPageTables tables = new(Origin);
        Assert.True(tables.TryMap(new AddressRange(0x1000, 0x1000), RegionRights.Read, MemoryType.UC));
        Assert.Equal(0x18UL, Walk(tables.ToBytes(), 0x1000).Entry & 0x18);
    }

    [Fact]
    public void The_tables_map_themselves()
    {
        PartitionPlan partition = _good.Plan().Partitions[0];
        CopyPlan tables = partition.Copies.Single(copy => copy.GuestPhysical == Origin);
        ulong last = Origin + (ulong)tables.Bytes.Length - 1;
        Assert.Equal(last, Walk(tables.Bytes.ToArray(), last).Physical);
        Assert.Null(Walk(tables.Bytes.ToArray(), 0).Physical);
    }

    [Fact]
    public void The_task_register_points_at_a_busy_task()
    {
        PartitionPlan partition = _good.Plan().Partitions[0];
        byte[] tables = partition.Copies.Single(copy => copy.GuestPhysical == Origin).Bytes.ToArray();
        ulong gdt = partition.Starts[0].Gdtr.Base - Origin;
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(tables.AsSpan((int)gdt + partition.Starts[0].Tr.Selector));
        Assert.Equal(0x8BUL, (low >> 40) & 0xFF);
        Assert.Equal(partition.Starts[0].Tr.Base, ((low >> 16) & 0xFF_FFFF) | (low >> 56 << 24));
        Assert.Equal(partition.Starts[0].Tr.Limit, (uint)(low & 0xFFFF));
    }

    [Fact]
    public void The_information_page_names_the_partition_and_its_windows()
    {
        byte[] bytes = _good.Plan().Partitions[1].Copies[0].Bytes.ToArray();
        InformationPage page = MemoryMarshal.Read<InformationPage>(bytes);
        Assert.Equal(InformationPage.ExpectedMagic, page.Magic);
        Assert.Equal((1u, 1u, 1u, 1u), (page.PartitionIndex, page.WindowCount, page.ScheduleCount, page.VcpuCount));
        Assert.Equal((0x20_0000UL, 0x40_0000UL), (page.MemoryBase, page.MemorySizeBytes));
        Assert.Equal("general\0"u8.ToArray(), bytes[0x10..0x18]);
        Assert.Equal("normal\0"u8.ToArray(), bytes[0x1000..0x1007]);
        InformationSchedule schedule = MemoryMarshal.Read<InformationSchedule>(bytes.AsSpan(InformationPage.SchedulesOffset));
        Assert.Equal((10_000_000UL, 0UL, 0UL), (
            schedule.MajorFrameNanoseconds, schedule.PeriodNanoseconds, schedule.DurationNanoseconds));
        InformationWindow window = MemoryMarshal.Read<InformationWindow>(bytes.AsSpan(InformationPage.WindowsOffset));
        Assert.Equal((2_000_000UL, 8_000_000UL, (ushort)0, (ushort)0, WindowFlags.PeriodicStart), (
            window.StartNanoseconds, window.DurationNanoseconds, window.Schedule, window.Vcpu, window.Flags));
    }

    [Fact]
    public void The_information_page_lists_the_regions_as_the_plan_has_them()
    {
        PartitionPlan partition = _good.Plan().Partitions[0];
        ReadOnlySpan<byte> bytes = partition.Copies[0].Bytes.Span;
        int headSizeBytes = Marshal.SizeOf<InformationPage>();
        InformationPage page = MemoryMarshal.Read<InformationPage>(bytes);
        int regionsSizeBytes = (int)page.RegionCount * Marshal.SizeOf<InformationRegion>();
        ReadOnlySpan<InformationRegion> regions =
            MemoryMarshal.Cast<byte, InformationRegion>(bytes.Slice(headSizeBytes, regionsSizeBytes));
        Assert.Equal(
            partition.Regions.Select(region => (region.Name, region.Guest.Start, region.Guest.SizeBytes, region.Rights!.Value)),
            regions.ToArray().Select(region => (NameOf(region), region.GuestPhysical, region.SizeBytes, region.Rights)));
        Assert.Equal(
            partition.Regions.Select(region => (region.MemoryType, region.Flags)),
            regions.ToArray().Select(region => (region.MemoryType, region.Flags)));
        Assert.Contains(regions.ToArray(), region => (region.Flags & RegionFlags.Shared) != 0);
    }

    [Fact]
    public void The_most_regions_that_a_partition_may_have_fill_the_information_page() => Assert.Equal(
        (int)RegionPlan.PageSizeBytes,
        Marshal.SizeOf<InformationPage>() + (InformationPage.MaxRegions * Marshal.SizeOf<InformationRegion>()));

    [Fact]
    public void The_most_schedules_and_windows_that_there_may_be_fill_the_page_behind_it()
    {
        int schedulesEnd = InformationPage.SchedulesOffset + (InformationPage.MaxSchedules * Marshal.SizeOf<InformationSchedule>());
        int windowsEnd = InformationPage.WindowsOffset + (InformationPage.MaxWindows * Marshal.SizeOf<InformationWindow>());
        Assert.Equal((InformationPage.WindowsOffset, InformationPage.SizeBytes), (schedulesEnd, windowsEnd));
    }

    private static unsafe string NameOf(InformationRegion region) => Encoding.UTF8.GetString(
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated(region.Name));

    // SDM 3A, "4-Level Paging and 5-Level Paging".
    private static (ulong? Physical, ulong Entry) Walk(byte[] tables, ulong address)
    {
        ulong table = Origin;
        for (int shift = 39; shift >= 12; shift -= 9)
        {
            ulong slot = table - Origin + (((address >> shift) & 511) * 8);
            ulong entry = BinaryPrimitives.ReadUInt64LittleEndian(tables.AsSpan((int)slot));
            if ((entry & 1) == 0)
            {
                return (null, 0);
            }

            ulong target = entry & 0x000F_FFFF_FFFF_F000;
            if (shift == 12 || (entry & 0x80) != 0)
            {
                return (target + (address & ((1UL << shift) - 1)), entry);
            }

            table = target;
        }

        return (null, 0);
    }
}
