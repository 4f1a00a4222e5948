// The good system is good, and the plan says what its author meant.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Tests;

public sealed class GoodSystemTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_good_system_has_no_diagnostics() => Assert.Empty(_good.Load().Diagnostics);

    [Fact]
    public void Page_0_is_nobodys_and_the_information_page_is_read_only()
    {
        RegionPlan first = _good.Plan().Partitions[0].Regions[0];
        Assert.Equal(("information", 0x1000UL, RegionRights.Read), (first.Name, first.Guest.Start, first.Rights));
    }

    [Fact]
    public void Boot_tables_may_not_be_executed()
    {
        RegionPlan tables = _good.Plan().Partitions[0].Regions[1];
        Assert.Equal(
            ("boot-tables", 0x3000UL, RegionRights.Read | RegionRights.Write), (
                tables.Name, tables.Guest.Start, tables.Rights));
    }

    [Fact]
    public void Regions_with_one_shared_name_get_one_place()
    {
        ulong[] places = [.. _good.Plan().Regions.Where(
            region => region.Name == "mailbox").Select(region => region.HostPhysical)];
        Assert.Equal(places[0], places[1]);
    }

    [Fact]
    public void Memory_of_2_MiB_begins_at_a_multiple_of_2_MiB() =>
        Assert.All(_good.Plan().Partitions, partition => Assert.Equal(0UL, partition.Ram.HostPhysical % 0x20_0000));

    [Fact]
    public void The_pool_begins_where_the_blob_ends()
    {
        KernelPlan kernel = _good.Plan().Kernel;
        Assert.Equal(kernel.BlobBase + kernel.BlobSizeBytes, kernel.PoolBase);
    }

    [Fact]
    public void A_system_is_named_by_its_folder_too()
    {
        File.WriteAllText(Path.Combine(_good.Folder, "system.toml"), GoodSystem.Text);
        Assert.NotNull(SystemBuilder.Load(_good.Folder, GoodSystem.Kernel, null).Plan);
    }

    [Fact]
    public void A_missing_file_is_a_diagnostic()
    {
        LoadedSystem loaded = SystemBuilder.Load("/nowhere/at/all", GoodSystem.Kernel, null);
        Assert.Equal("MHV0006", Assert.Single(loaded.Diagnostics).Id);
    }

    [Fact]
    public void A_stack_begins_as_after_a_call()
    {
        CpuState start = Assert.Single(_good.Plan().Partitions[0].Starts);
        Assert.Equal(0x40_0000UL - 8, start.General.Rsp);
    }

    [Fact]
    public void Rdi_points_at_the_information_page() =>
        Assert.Equal(0x1000UL, _good.Plan().Partitions[0].Starts[0].General.Rdi);
}
