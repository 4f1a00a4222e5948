// How many and how large things may be, and what takes more than one change to break.
using System.Text;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class LimitTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_system_has_at_most_256_partitions()
    {
        Assert.Empty(_good.LoadText(ManyPartitions(256)).Diagnostics);
        Assert.Equal(["MHV0106"], _good.LoadText(ManyPartitions(257)).Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void A_partition_has_at_most_64_regions()
    {
        // Beside the ones here it has its memory, its information page, its first page tables and its mailbox.
        const int Further = 60;
        Assert.Empty(_good.LoadText(ManyRegions(Further)).Diagnostics);
        Assert.Equal(
            ["MHV0107"], _good.LoadText(ManyRegions(Further + 1)).Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Two_schedules_may_not_have_one_name()
    {
        Assert.Equal(["MHV0109", "MHV0902"], TwoSchedules("normal").Order(StringComparer.Ordinal));
        Assert.Equal(["MHV0902"], TwoSchedules("maintenance"));
    }

    [Fact]
    public void A_virtual_CPU_stays_on_one_CPU()
    {
        string text = GoodSystem.Text
            .Replace("vendor = \"any\"", "cpus = 2", StringComparison.Ordinal)
            .Replace("start = \"0ms\", duration = \"2ms\" },", "start = \"0ms\", duration = \"1ms\" },\n  { partition = \"safety\", cpu = 1, start = \"1ms\", duration = \"1ms\" },", StringComparison.Ordinal);
        Assert.Equal(
            ["system.toml:11:33: MHV0310: 'safety' has a window on CPU 1 and another on CPU 0; put all windows of a virtual CPU on one CPU"],
            _good.LoadText(text).Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Every_virtual_CPU_has_a_window()
    {
        string text = GoodSystem.Text.Replace("boot = \"native\"", "vcpus = 2", StringComparison.Ordinal);
        Assert.Equal(
            ["system.toml:16:9: MHV0311: virtual CPU 1 of 'safety' has no window in schedule 'normal'; add one, or have fewer virtual CPUs"],
            _good.LoadText(text).Diagnostics.Where(diagnostic => diagnostic.Id != "MHV0903").Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData(0x4000_0000UL, 0)]
    [InlineData(0x4000_1000UL, 1)]
    public void A_blob_has_at_most_1_GiB(ulong sizeBytes, int breaches)
    {
        SystemPlan plan = _good.Plan();
        plan.Kernel = plan.Kernel with { BlobSizeBytes = sizeBytes };
        Assert.Equal(breaches, BreachesOf("MHV0605", plan));
    }

    [Theory]
    [InlineData(0x4_0000UL, 0)]
    [InlineData(0x4_0001UL, 1)]
    public void A_pool_ends_below_4_GiB(ulong frames, int breaches)
    {
        SystemPlan plan = _good.Plan();
        plan.Kernel = plan.Kernel with { PoolFrames = frames };
        Assert.Equal(breaches, BreachesOf("MHV0606", plan));
    }

    private static int BreachesOf(string id, SystemPlan plan)
    {
        Findings findings = new("system.toml");
        RuleBook.Apply(plan, findings);
        return findings.Sorted().Count(diagnostic => diagnostic.Id == id);
    }

    private static string ManyPartitions(int count)
    {
        StringBuilder text = new();
        _ = text.Append($"[machine]\nmemory = [{{ at = \"64MiB\", size = \"256MiB\" }}]\n[schedule]\nmajor-frame = \"{count * 50}us\"\nwindows = [\n");
        for (int i = 0; i < count; i++)
        {
            _ = text.Append($"  {{ partition = \"p{i}\", start = \"{i * 50}us\", duration = \"50us\" }},\n");
        }

        _ = text.Append("]\n[template.small]\nmemory = \"64KiB\"\nimage = \"safety.elf\"\n");
        for (int i = 0; i < count; i++)
        {
            _ = text.Append($"[[partition]]\nname = \"p{i}\"\nextends = \"small\"\n");
        }

        return text.ToString();
    }

    private static string ManyRegions(int count)
    {
        StringBuilder text = new(GoodSystem.Text);
        for (int i = 0; i < count; i++)
        {
            _ = text.Append($"\n[[partition.region]]\nname = \"r{i}\"\nat = {0x400_0000 + (i * 0x2000)}\nsize = \"4KiB\"\n");
        }

        return text.ToString();
    }

    private IEnumerable<string> TwoSchedules(string name)
    {
        string text = GoodSystem.Text
            .Replace("[schedule]", "[[schedule]]", StringComparison.Ordinal)
            .Replace(
                "[[partition]]\nname = \"safety\"",
                $"[[schedule]]\nname = \"{name}\"\nmajor-frame = \"10ms\"\nwindows = [\n{{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }}, "
                + "{ partition = \"general\", start = \"2ms\", duration = \"8ms\" },\n]\n\n[[partition]]\nname = \"safety\"",
                StringComparison.Ordinal);
        return _good.LoadText(text).Diagnostics.Select(diagnostic => diagnostic.Id);
    }
}
