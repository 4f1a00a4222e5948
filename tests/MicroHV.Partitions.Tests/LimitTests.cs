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
    public void A_system_has_at_most_16_schedules()
    {
        Assert.DoesNotContain(_good.LoadText(ManySchedules(16)).Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        Diagnostic tooMany = Assert.Single(_good.LoadText(ManySchedules(17)).Diagnostics);
        Assert.Equal(
            "system.toml:102:8: MHV0113: the system has 17 schedules; 16 are the most that the kernel runs", tooMany.ToString());
    }

    [Fact]
    public void A_partition_has_at_most_128_windows()
    {
        Assert.Empty(_good.LoadText(ManyWindows(128)).Diagnostics);
        Diagnostic tooMany = Assert.Single(_good.LoadText(ManyWindows(129)).Diagnostics);
        Assert.Equal(
            "system.toml:138:3: MHV0307: partition 'safety' has more than 128 windows; join some or shorten the major frame",
            tooMany.ToString());
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

    private static string ManySchedules(int count)
    {
        StringBuilder text = new(GoodSystem.Text.Replace("[schedule]", "[[schedule]]", StringComparison.Ordinal));
        _ = text.Replace("name = \"safety\"", "name = \"safety\"\nsystem = true");
        for (int i = 1; i < count; i++)
        {
            _ = text.Append(
                $"\n[[schedule]]\nname = \"s{i}\"\nmajor-frame = \"10ms\"\nwindows = [{{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }}, "
                + "{ partition = \"general\", start = \"2ms\", duration = \"8ms\" }]");
        }

        return text.ToString();
    }

    private static string ManyWindows(int count)
    {
        StringBuilder windows = new();
        for (int i = 0; i < count; i++)
        {
            _ = windows.Append($"{{ partition = \"safety\", start = \"{i * 70}us\", duration = \"60us\" }},\n  ");
        }

        return GoodSystem.Text
            .Replace("\"10ms\"", "\"20ms\"", StringComparison.Ordinal)
            .Replace("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" },\n", windows + "\n", StringComparison.Ordinal)
            .Replace("start = \"2ms\"", "start = \"12ms\"", StringComparison.Ordinal);
    }
}
