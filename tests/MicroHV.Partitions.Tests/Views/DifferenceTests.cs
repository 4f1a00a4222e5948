// What a reviewer is told of two systems.
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Differences;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Tests.Views;

public sealed class DifferenceTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_system_does_not_differ_from_itself() => Assert.Empty(Between("", ""));

    [Fact]
    public void A_system_does_not_differ_from_its_image()
    {
        SystemPlan plan = _good.Plan();
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        SystemView image = SystemViews.Of(
            "system.blob", ViewOrigin.Blob, blob,
            new KernelPlace { ImageStart = BlobReader.ImageStart, BlobStart = BlobReader.PlaceOf(blob) });
        Assert.Empty(SystemDifference.Between(SystemViews.Of(plan), image));
        Assert.Empty(SystemDifference.Between(image, SystemViews.Of(plan)));
    }

    [Fact]
    public void A_shorter_window_is_told_with_the_share_of_time() => Assert.Equal(
        [
            new(DifferenceSection.Schedule, "general on CPU 0", "window", "8ms at 2ms", "5ms at 2ms"),
            new(DifferenceSection.Schedule, "general", "share of time", "80 %", "50 %"),
        ],
        Between("duration = \"8ms\"", "duration = \"5ms\"").Where(difference => difference.Section == DifferenceSection.Schedule));

    [Fact]
    public void A_window_more_is_told_as_one_that_was_not_there() => Assert.Contains(
        new(DifferenceSection.Schedule, "safety on CPU 0", "window", null, "1ms at 9ms"),
        Between(
            "start = \"2ms\", duration = \"8ms\" },",
            "start = \"2ms\", duration = \"7ms\" },\n{ partition = \"safety\", start = \"9ms\", duration = \"1ms\" },"));

    [Fact]
    public void A_longer_major_frame_is_told() => Assert.Contains(
        new(DifferenceSection.Schedule, "schedule normal", "major frame", "10ms", "20ms"),
        Between("major-frame = \"10ms\"", "major-frame = \"20ms\""));

    [Fact]
    public void Other_rights_are_told() => Assert.Equal(
        [new(DifferenceSection.Memory, "general.mailbox", "rights", "r", "rw")],
        Between("rights = \"r\"\n", "rights = \"rw\"\n").Where(difference => difference.Section == DifferenceSection.Memory));

    [Fact]
    public void A_larger_region_is_told_with_what_moved_for_it()
    {
        IReadOnlyList<Difference> differences = Between("memory = \"2MiB\"", "memory = \"4MiB\"");
        Assert.Contains(new(DifferenceSection.Memory, "safety.ram", "size", "2MiB", "4MiB"), differences);
        Assert.Contains(differences, difference =>
            difference is { Subject: "general.ram", What: "host-physical address" });
    }

    [Fact]
    public void A_moved_region_is_told() => Assert.Equal(
        [new(DifferenceSection.Memory, "safety.mailbox", "guest-physical address", "0x2000000", "0x3000000")],
        Between("at = \"32MiB\"", "at = \"48MiB\"").Where(difference => difference.What == "guest-physical address"));

    [Fact]
    public void A_wider_grant_of_ports_is_told_as_what_it_has_more() => Assert.Equal(
        [
            new(DifferenceSection.Grants, "safety", "ports", "0x60", null),
            new(DifferenceSection.Grants, "safety", "ports", null, "0x2F0-0x2F7"),
            new(DifferenceSection.Grants, "safety", "ports", null, "0x300"),
        ],
        Between("[0x60, \"0x2f8-0x2ff\"]", "[\"0x2f0-0x300\"]"));

    [Fact]
    public void Another_reason_is_told() => Assert.Equal(
        [new(DifferenceSection.Grants, "safety", "reason of ports 0x60", null, "the keyboard")],
        Between("[0x60,", "[{ range = \"0x60\", reason = \"the keyboard\" },"));

    [Fact]
    public void Another_machine_is_told() => Assert.Equal(
        [
            new(DifferenceSection.Machine, "processor", "vendor", "any", "intel"),
            new(DifferenceSection.Machine, "processor", "TSC", "1GHz", "2GHz"),
        ],
        Between("vendor = \"any\"\ntsc = \"1GHz\"", "vendor = \"intel\"\ntsc = \"2GHz\""));

    [Fact]
    public void A_new_name_is_a_partition_gone_and_one_come()
    {
        SystemView after = View(GoodSystem.Text.Replace("\"general\"", "\"common\"", StringComparison.Ordinal));
        IReadOnlyList<Difference> differences = SystemDifference.Between(View(GoodSystem.Text), after);
        Assert.Contains(differences, difference => difference is
        { Section: DifferenceSection.Partitions, Subject: "general", What: "partition", After: null });
        Assert.Contains(differences, difference => difference is
        { Section: DifferenceSection.Partitions, Subject: "common", What: "partition", Before: null });
        Assert.Contains(differences, difference => difference is
        { Subject: "common.mailbox", What: "region", Before: null, After: not null });
        Assert.Contains(
            new(DifferenceSection.Memory, "safety.mailbox", "shared with", "general", "common"), differences);
    }

    [Fact]
    public void Another_program_and_other_arguments_are_told()
    {
        IReadOnlyList<Difference> differences = Between("arguments = \"gain=3\"", "arguments = \"gain=4\"");
        Assert.Equal([new(DifferenceSection.Partitions, "safety", "arguments", "'gain=3'", "'gain=4'")], differences);
        differences = Between("image = \"safety.elf\"", "image = \"general.elf\"");
        Assert.Equal(
            ["image", "program"], differences.Select(difference => difference.What).Take(2));
    }

    [Fact]
    public void What_is_told_forwards_is_told_backwards()
    {
        SystemView before = View(GoodSystem.Text);
        SystemView after = View(GoodSystem.Text
            .Replace("\"general\"", "\"common\"", StringComparison.Ordinal)
            .Replace("8ms", "5ms", StringComparison.Ordinal));
        Assert.Equal(
            SystemDifference.Between(before, after)
                .Select(difference => difference with { Before = difference.After, After = difference.Before })
                .OrderBy(difference => difference.ToString(), StringComparer.Ordinal),
            SystemDifference.Between(after, before)
                .OrderBy(difference => difference.ToString(), StringComparer.Ordinal));
    }

    private SystemView View(string text) => SystemViews.Of(_good.LoadText(text).Plan!);

    private IReadOnlyList<Difference> Between(string old, string replacement)
    {
        LoadedSystem after = _good.Load(old, replacement);
        Assert.NotNull(after.Plan);
        return SystemDifference.Between(SystemViews.Of(_good.Plan()), SystemViews.Of(after.Plan));
    }
}
