// What is wrong with the file itself: syntax, keys, types, units.
namespace MicroHV.Partitions.Tests;

public sealed class FileTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Bad_syntax_is_a_diagnostic()
    {
        LoadedSystem loaded = _good.LoadText("[machine\nmemory = 1\n");
        Assert.All(loaded.Diagnostics, diagnostic => Assert.Equal("MHV0001", diagnostic.Id));
        Assert.Equal(1, loaded.Diagnostics[0].Place.Line);
    }

    [Fact]
    public void A_key_may_not_be_written_twice() =>
        Assert.StartsWith("system.toml:4:1: MHV0001: ", _good.Message(
            "vendor = \"any\"", "vendor = \"any\"\nvendor = \"amd\""), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_key_is_named_with_the_nearest_known_one() =>
        Assert.Equal(
            "system.toml:3:1: MHV0002: [machine] knows no key 'vendro'; did you mean 'vendor'?",
            _good.Message("vendor", "vendro"));

    [Fact]
    public void An_unknown_section_is_named_with_the_nearest_known_one() =>
        Assert.Equal(
            "system.toml:1:1: MHV0002: the file knows no key 'machines'; did you mean 'machine'?",
            _good.Load(
                "[machine]", "[machines]").Diagnostics.First(diagnostic => diagnostic.Id == "MHV0002").ToString());

    [Fact]
    public void A_missing_key_is_named() =>
        Assert.Equal(
            "system.toml:7:1: MHV0003: [schedule] has no 'major-frame'; add major-frame = \"10ms\"",
            _good.Message("major-frame = \"10ms\"", ""));

    [Fact]
    public void A_system_has_a_partition() =>
        Assert.Contains(
            "system.toml:1:1: MHV0003: the file has no partition; add a [[partition]] section",
            _good.LoadText("[machine]\nmemory = []\n[schedule]\nmajor-frame = \"1ms\"\nwindows = []\n")
                .Diagnostics.Select(diagnostic => diagnostic.ToString()));

    [Fact]
    public void A_value_of_another_type_is_refused() =>
        Assert.Equal(
            "system.toml:19:13: MHV0004: 'arguments' is an integer; write a string in double quotes",
            _good.Message("\"gain=3\"", "3"));

    [Fact]
    public void A_time_needs_a_unit() =>
        Assert.Equal(
            "system.toml:8:15: MHV0005: 10 is not a time for 'major-frame'; write \"10ms\", with ns, us, ms or s",
            _good.Message("\"10ms\"", "10"));

    [Fact]
    public void A_size_has_binary_units() =>
        Assert.StartsWith(
            "system.toml:17:10: MHV0005: \"2MB\" is not a size for 'memory'; ", _good.Message(
                "\"2MiB\"", "\"2MB\""), StringComparison.Ordinal);

    [Fact]
    public void A_vendor_is_one_of_three() =>
        Assert.Equal(
            "system.toml:3:10: MHV0005: 'arm' is no value of 'vendor'; write one of \"any\", \"intel\", \"amd\"",
            _good.Message("\"any\"", "\"arm\""));

    [Fact]
    public void A_port_grant_is_a_number_or_a_range() =>
        Assert.StartsWith(
            "system.toml:20:10: MHV0005: \"com9\" is neither a port nor a range of ports nor a group of them; ",
            _good.Message("0x60", "\"com9\""), StringComparison.Ordinal);

    [Fact]
    public void A_partition_completes_a_region_of_its_template()
    {
        LoadedSystem loaded = _good.LoadText(GoodSystem.Text
            .Replace("[[partition]]\nname = \"safety\"", "[template.mail]\nregion = [{ name = \"mailbox\", size = \"4KiB\", shared = \"mailbox\" }]\n\n[[partition]]\nname = \"safety\"\nextends = \"mail\"", StringComparison.Ordinal)
            .Replace("size = \"4KiB\"\nrights = \"rw\"\nshared = \"mailbox\"\n", "rights = \"rw\"\n", StringComparison.Ordinal));
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(2, loaded.Plan!.Regions.Count(region => region.SharedName == "mailbox"));
    }

    [Fact]
    public void A_partition_of_the_description_is_the_one_of_that_name_that_it_includes()
    {
        File.WriteAllText(Path.Combine(_good.Folder, "whole.toml"), GoodSystem.Text);
        LoadedSystem loaded = _good.LoadText(
            "include = \"whole.toml\"\n[[partition]]\nname = \"general\"\narguments = \"other\"\n");
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(["gain=3", "other"], loaded.Plan!.Partitions.Select(partition => partition.Arguments));
    }

    [Fact]
    public void A_fault_of_an_included_file_is_told_there()
    {
        string board = Path.Combine(_good.Folder, "boards", "board.toml");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(board)!);
        File.WriteAllText(board, "[machine]\nmemory = [{ at = \"16MiB\", size = \"112MB\" }]\n");
        LoadedSystem loaded = _good.Load(
            "[machine]\nmemory = [{ at = \"16MiB\", size = \"112MiB\" }]\nvendor = \"any\"\ntsc = \"1GHz\"\nconsole = { port = 0x3f8, baud = 115200 }",
            "machine = \"boards/board.toml\"");
        Assert.StartsWith(
            "boards/board.toml:2:34: MHV0005: \"112MB\" is not a size for 'size'; ",
            Assert.Single(loaded.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_and_in_order()
    {
        LoadedSystem loaded = _good.LoadText(GoodSystem.Text
            .Replace("\"8ms\"", "\"9ms\"", StringComparison.Ordinal)
            .Replace("\"1GHz\"", "\"fast\"", StringComparison.Ordinal)
            .Replace("[0x60,", "[0x3f8,", StringComparison.Ordinal));
        Assert.Equal(["MHV0005", "MHV0302", "MHV0403"], loaded.Diagnostics.Select(diagnostic => diagnostic.Id));
    }
}
