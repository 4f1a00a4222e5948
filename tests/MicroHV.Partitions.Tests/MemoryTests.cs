// What is wrong with memory.
namespace MicroHV.Partitions.Tests;

public sealed class MemoryTests : IDisposable
{
    private const string Reason = "reason = \"a frame buffer that cannot write\"";

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_region_begins_at_a_page() =>
        Assert.Equal(
            "system.toml:22:1: MHV0201: the address of 'safety.mailbox', 0x2000010, is no multiple of 4KiB; round it to 0x2000000 or one page more",
            _good.Message("\"32MiB\"", "0x2000010"));

    [Fact]
    public void A_region_is_not_empty() =>
        Assert.Contains(
            "system.toml:22:1: MHV0201: 'safety.mailbox' has no size; give it at least 4KiB",
            _good.Load("\"4KiB\"", "0").Diagnostics.Select(diagnostic => diagnostic.ToString()));

    [Fact]
    public void A_region_ends_below_2_to_the_46th() =>
        Assert.StartsWith(
            "system.toml:22:1: MHV0202: 'safety.mailbox' reaches guest-physical 0x400000000FFF; ",
            _good.Message("\"32MiB\"", "0x400000000000"), StringComparison.Ordinal);

    [Fact]
    public void Regions_of_a_partition_may_not_overlap() =>
        Assert.Equal(
            "system.toml:22:1: MHV0203: 'safety.mailbox' at 0x300000-0x300FFF overlaps 'safety.ram' at 0x200000-0x3FFFFF; move one of them",
            _good.Message("\"32MiB\"", "\"3MiB\""));

    [Fact]
    public void Page_0_stays_unmapped() =>
        Assert.StartsWith(
            "system.toml:22:1: MHV0204: 'safety.mailbox' begins in page 0, ", _good.Message(
                "\"32MiB\"", "0"), StringComparison.Ordinal);

    [Fact]
    public void Rights_include_reading() =>
        Assert.Equal(
            "system.toml:22:1: MHV0205: 'w' are no rights for 'safety.mailbox'; write r, rw, rx or rwx",
            _good.Message("rights = \"rw\"", "rights = \"w\""));

    [Fact]
    public void Memory_may_not_need_more_page_tables_than_fit() =>
        Assert.StartsWith(
            "system.toml:29:1: MHV0206: the regions of 'general' need more than 509 page tables; ",
            _good.Load("size = \"4MiB\"", "size = \"1024GiB\"").Diagnostics[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Memory_must_have_room() =>
        Assert.Equal(
            "system.toml:31:19: MHV0210: no room for the 4MiB of 'general.ram' in the machine's memory; add memory to [machine] or make partitions smaller",
            _good.Message("\"112MiB\"", "\"5MiB\""));

    [Fact]
    public void Two_partitions_may_not_have_the_same_frame() =>
        Assert.Equal(
            "system.toml:31:19: MHV0220: 'general.ram' and 'safety.ram' share frames 0x1400000-0x15FFFFF; move one of them or give both the same 'shared' name",
            _good.LoadText(GoodSystem.Text
                .Replace(
                    "memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"20MiB\" }", StringComparison.Ordinal)
                .Replace("at = \"2MiB\" }", "at = \"2MiB\", host = \"20MiB\" }", StringComparison.Ordinal))
                .Diagnostics.Single().ToString());

    [Fact]
    public void No_partition_may_have_the_kernels_memory()
    {
        LoadedSystem loaded = _good.Load("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"1MiB\" }");
        Assert.Equal(["MHV0221", "MHV0222"], loaded.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Memory_lies_in_the_machines_memory() =>
        Assert.Equal(
            "system.toml:17:19: MHV0222: 'safety.ram' at 0x40000000-0x401FFFFF is not inside the memory of [machine]; move it there, leave 'host' out, or say device = true",
            _good.Message("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"1GiB\" }"));

    [Fact]
    public void A_device_says_where_it_is() =>
        Assert.Equal(
            "system.toml:22:1: MHV0223: device 'safety.mailbox' does not say where it is; add host = \"0x…\"",
            WithDevice(Reason).Diagnostics.Single().ToString());

    [Fact]
    public void A_device_is_no_memory() =>
        Assert.StartsWith(
            "system.toml:22:1: MHV0223: device 'safety.mailbox' at 0x4000000-0x4000FFF lies in the memory of [machine]; ",
            WithDevice($"host = \"64MiB\"\n{Reason}").Diagnostics.Single().ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_device_is_no_interrupt_controller() =>
        Assert.Equal(
            "system.toml:22:1: MHV0224: 'safety.mailbox' at 0xFEE00000-0xFEE00FFF reaches the local APIC; leave it to the kernel",
            WithDevice($"host = 0xfee00000\n{Reason}").Diagnostics.Single().ToString());

    [Fact]
    public void A_device_needs_a_reason() =>
        Assert.StartsWith(
            "system.toml:22:1: MHV0225: device 'safety.mailbox' could reach all memory by DMA; ",
            WithDevice("host = 0xf0000000").Diagnostics.Single().ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_device_with_a_reason_is_granted() =>
        Assert.Empty(WithDevice($"host = 0xf0000000\n{Reason}").Diagnostics);

    [Fact]
    public void Shared_regions_have_one_size() =>
        Assert.Equal(
            "system.toml:34:1: MHV0226: 'general.mailbox' and 'safety.mailbox' share 'mailbox' with different sizes; write the same in both",
            _good.Message("\"4KiB\"", "\"8KiB\""));

    [Fact]
    public void Sharing_takes_two() =>
        Assert.Equal(
            ["MHV0227", "MHV0227"],
            _good.Load("shared = \"mailbox\"", "shared = \"other\"").Diagnostics.Select(diagnostic => diagnostic.Id));

    [Fact]
    public void Machine_memory_is_aligned() =>
        Assert.Equal(
            "system.toml:2:11: MHV0601: memory 0x1000001-0x8000000 is empty or not aligned; use multiples of 4KiB",
            _good.Message("at = \"16MiB\"", "at = 0x1000001"));

    [Fact]
    public void Machine_memory_is_listed_once() =>
        Assert.Equal(
            "system.toml:2:46: MHV0602: memory 0x2000000-0x20FFFFF overlaps 0x1000000-0x7FFFFFF; list every address once",
            _good.Message("\"112MiB\" }", "\"112MiB\" }, { at = \"32MiB\", size = \"1MiB\" }"));

    [Fact]
    public void The_console_is_a_serial_port() =>
        Assert.Equal(
            "system.toml:5:20: MHV0603: 0xCF9 is no serial port; write 0x3f8, 0x2f8, 0x3e8 or 0x2e8",
            _good.Message("port = 0x3f8", "port = 0xcf9"));

    [Fact]
    public void The_console_has_a_possible_speed() =>
        Assert.StartsWith(
            "system.toml:5:34: MHV0604: a serial port cannot run at 7 baud; ", _good.Message(
                "115200", "7"), StringComparison.Ordinal);

    private LoadedSystem WithDevice(string keys) =>
        _good.LoadText(
            GoodSystem.Text.Replace("shared = \"mailbox\"", "device = true\n" + keys, StringComparison.Ordinal)
            .Replace("rights = \"r\"\ndevice = true\n" + keys, "rights = \"r\"", StringComparison.Ordinal));
}
