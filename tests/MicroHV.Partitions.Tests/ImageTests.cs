// What is wrong with images.
using System.Text;

namespace MicroHV.Partitions.Tests;

public sealed class ImageTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_partition_runs_something() =>
        Assert.Equal(
            "system.toml:14:1: MHV0501: partition 'safety' has nothing to run; write image = \"x.elf\" or project = \"x/x.csproj\"",
            _good.Message("image = \"safety.elf\"", ""));

    [Fact]
    public void A_partition_runs_one_thing() =>
        Assert.StartsWith(
            "system.toml:14:1: MHV0501: partition 'safety' names an image and a project; ",
            _good.Message(
                "image = \"safety.elf\"", "image = \"safety.elf\"\nproject = \"safety\""), StringComparison.Ordinal);

    [Fact]
    public void An_image_exists() =>
        Assert.Equal(
            "system.toml:18:9: MHV0504: image 'none.elf' does not exist; build it with a guest kit, or as a static ELF64 executable",
            _good.Message("safety.elf", "none.elf"));

    [Fact]
    public void A_projects_image_lies_in_its_bin_folder() =>
        Assert.Contains(
            "MHV0504: image 'control/bin/pid.elf' does not exist; ",
            _good.Message("image = \"safety.elf\"", "project = \"control/pid.csproj\""), StringComparison.Ordinal);

    [Fact]
    public void An_image_is_an_ELF_file()
    {
        File.WriteAllText(Path.Combine(_good.Folder, "safety.elf"), "#!/bin/sh\n", Encoding.ASCII);
        Assert.Contains("'safety.elf' is not an ELF file", OnlyMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_has_64_bits() => Refused(new TestElf { Class = 1 }, "is not a 64-bit ELF file");

    [Fact]
    public void An_image_is_for_x86_64() => Refused(new TestElf { Machine = 183 }, "is not for x86-64");

    [Fact]
    public void An_image_is_not_position_independent() => Refused(new TestElf { Type = 3 }, "is position-independent");

    [Fact]
    public void An_image_is_not_an_object_file() => Refused(new TestElf { Type = 1 }, "is not an executable");

    [Fact]
    public void An_image_needs_no_dynamic_linker() =>
        Refused(new TestElf { Segments = [(1, 0x20_0000, 0x1000, [1]), (3, 0, 8, [1])] }, "needs a dynamic linker");

    [Fact]
    public void An_image_is_not_cut_off()
    {
        byte[] whole = new TestElf().ToBytes();
        File.WriteAllBytes(Path.Combine(_good.Folder, "safety.elf"), whole[..^1]);
        Assert.Contains("has a segment with bytes outside the file", OnlyMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_lies_in_memory() =>
        Refused(
            new TestElf { Segments = [(1, 0x20_0000, 0x20_0001, [1])] },
            "MHV0505: 'safety.elf' has a segment at 0x200000-0x400000, which is not inside the memory of 'safety'");

    [Fact]
    public void A_segment_may_not_replace_the_boot_tables() =>
        Refused(
            new TestElf { Segments = [(1, 0x20_0000, 0x10, [1]), (1, 0x2000, 0x10, [1])] },
            "MHV0505: 'safety.elf' has a segment at 0x2000-0x200F, ");

    [Fact]
    public void Segments_do_not_overlap() =>
        Refused(
            new TestElf { Segments = [(1, 0x20_0000, 0x1000, [1]), (1, 0x20_0800, 0x1000, [1])] },
            "MHV0506: 'safety.elf' has segments 0x200000-0x200FFF and 0x200800-0x2017FF in one place");

    [Fact]
    public void An_image_starts_in_a_segment() =>
        Refused(
            new TestElf { Entry = 0x20_1000 }, "MHV0507: 'safety.elf' starts at 0x201000, which is in none of its segments");

    [Fact]
    public void An_image_starts_where_it_may_execute()
    {
        _good.WriteImage("safety.elf", new TestElf { Entry = 0x200_0000, Segments = [(1, 0x200_0000, 0x1000, [1])] });
        Assert.Contains(
            "MHV0507: 'safety.elf' starts at 0x2000000, where nothing may execute", OnlyMessage(), StringComparison.Ordinal);
    }

    private void Refused(TestElf elf, string words)
    {
        _good.WriteImage("safety.elf", elf);
        Assert.Contains(words, OnlyMessage(), StringComparison.Ordinal);
    }

    private string OnlyMessage() => Assert.Single(_good.Load().Diagnostics).ToString();
}
