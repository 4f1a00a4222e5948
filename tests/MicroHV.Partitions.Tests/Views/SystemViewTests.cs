// A view says what the plan says, and what the blob says, and nothing else.
using System.Text.Json;
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Tests.Views;

public sealed class SystemViewTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void The_view_of_a_blob_is_the_view_of_its_plan_without_the_words_of_the_author()
    {
        SystemPlan plan = _good.Plan();
        AssertSame(PlanWords.Without(SystemViews.Of(plan)), OfBlob(plan));
    }

    [Fact]
    public void The_view_of_a_blob_with_several_schedules_is_that_of_its_plan_too()
    {
        SystemPlan plan = _good.LoadText(SeveralSchedules.Text).Plan!;
        AssertSame(PlanWords.Without(SystemViews.Of(plan)), OfBlob(plan));
    }

    [Fact]
    public void Every_system_without_an_error_has_one_view() =>
        Gen.Select(Gen.Int[1, 4000], Gen.Int[0, 3], Gen.Int[50, 2000], Gen.UInt[0, 0xFFFF]).Sample(
            (pages, rights, microseconds, port) =>
            {
                LoadedSystem loaded = _good.LoadText(GoodSystem.Text
                    .Replace("memory = \"2MiB\"", $"memory = \"{pages * 4}KiB\"", StringComparison.Ordinal)
                    .Replace("rights = \"r\"", $"rights = \"{new[] { "r", "rw", "rx", "rwx" }[rights]}\"", StringComparison.Ordinal)
                    .Replace("duration = \"2ms\"", $"duration = \"{microseconds}us\"", StringComparison.Ordinal)
                    .Replace("0x60,", $"{port},", StringComparison.Ordinal));
                if (loaded.Plan is SystemPlan plan)
                {
                    AssertSame(PlanWords.Without(SystemViews.Of(plan)), OfBlob(plan));
                    AssertOrderly(SystemViews.Of(plan));
                }
            },
            iter: 60);

    [Fact]
    public void A_view_has_every_region_of_the_plan()
    {
        SystemPlan plan = _good.Plan();
        SystemView view = SystemViews.Of(plan);
        Assert.Equal(
            plan.Regions.Select(region =>
                (region.Name, region.Guest.Start, region.HostPhysical, region.Guest.SizeBytes, region.SharedName)),
            view.Partitions.SelectMany(partition => partition.Regions).Select(region =>
                (region.Name, region.Guest, region.Host, region.SizeBytes, region.SharedName)));
    }

    [Fact]
    public void A_view_has_every_window_of_the_plan()
    {
        SystemPlan plan = _good.Plan();
        CpuView cpu = Assert.Single(SystemViews.Of(plan).Schedules[0].Cpus);
        Assert.Equal(
            plan.Schedule.Windows.Select(window =>
                (window.StartNanoseconds, window.DurationNanoseconds, window.Partition.Name)),
            cpu.Windows.Select(window => (window.StartNanoseconds, window.DurationNanoseconds, window.Partition)));
        Assert.Equal((100m, 0UL), (cpu.BusyPercent, cpu.IdleNanoseconds));
    }

    [Fact]
    public void Time_in_no_window_is_idle()
    {
        ScheduleView schedule = View("duration = \"8ms\"", "duration = \"2ms\"").Schedules[0];
        Assert.Equal((40m, 6_000_000UL), (schedule.Cpus[0].BusyPercent, schedule.Cpus[0].IdleNanoseconds));
        Assert.Equal([20m, 20m], schedule.Shares.Select(share => share.Percent));
    }

    [Fact]
    public void Shared_memory_names_everybody_who_reaches_it()
    {
        SystemView view = SystemViews.Of(_good.Plan());
        ReachView mailbox = Assert.Single(view.Reach, reach => reach.Kind == MemoryKind.Shared);
        Assert.Equal(
            [("safety", "rw"), ("general", "r")], mailbox.Access.Select(access => (access.Partition, access.Rights)));
        Assert.Equal(["general"], view.Partitions[0].Regions.Single(region => region.IsShared).SharedWith);
        Assert.Equal(["safety"], view.Partitions[1].Regions.Single(region => region.IsShared).SharedWith);
    }

    [Fact]
    public void Nobody_reaches_the_kernel()
    {
        SystemView view = SystemViews.Of(_good.Plan());
        ReachView[] kernel =
        [
            .. view.Reach.Where(reach => reach.Kind
                is MemoryKind.KernelImage or MemoryKind.KernelBlob or MemoryKind.KernelPool or MemoryKind.KernelCrashRecord),
        ];
        Assert.Equal(4, kernel.Length);
        Assert.All(kernel, reach => Assert.Empty(reach.Access));
        Assert.Equal(view.Kernel.SizeBytes, kernel.Aggregate(0UL, (sum, reach) => sum + reach.SizeBytes));
    }

    [Fact]
    public void What_is_used_and_what_is_free_are_all_that_the_machine_lists()
    {
        SystemPlan plan = _good.Plan();
        SystemView view = SystemViews.Of(plan);
        ulong listed = plan.Machine.Memory.Aggregate(0UL, (sum, memory) => sum + memory.Range.SizeBytes);
        ulong used = view.SizeOf(MemoryKind.Private) + view.SizeOf(MemoryKind.Shared);
        Assert.Equal(listed, used + view.SizeOf(MemoryKind.Free));
        AssertOrderly(view);
    }

    [Fact]
    public void Ports_that_lie_side_by_side_are_one_grant_with_all_reasons()
    {
        SystemView view = View(
            "ports = [0x60, \"0x2f8-0x2ff\"]",
            "ports = [{ range = \"0xb2\", reason = \"one\" }, { range = \"0xb3\", reason = \"two\" }]");
        PortView port = Assert.Single(view.Partitions[0].Ports);
        Assert.Equal((0xB2UL, 0xB3UL), (port.First, port.Last));
        Assert.Equal(["one", "two"], port.Reasons);
    }

    [Fact]
    public void MSRs_that_the_kernel_switches_are_named()
    {
        MsrView[] msrs = [.. SystemViews.Of(_good.Plan()).Partitions[0].Msrs];
        Assert.Contains("IA32_LSTAR", msrs.SelectMany(msr => msr.Names));
        Assert.All(msrs, msr => Assert.Equal(("rw", "any"), (msr.Access, msr.Vendor)));
        Assert.Equal(10UL, msrs.Aggregate(0UL, (sum, msr) => sum + msr.Last - msr.First + 1));
    }

    [Fact]
    public void Arguments_and_programs_are_found_in_the_blob()
    {
        SystemView view = OfBlob(_good.Plan());
        Assert.Equal(["gain=3", ""], view.Partitions.Select(partition => partition.Arguments));
        Assert.Equal([3UL, 4UL], view.Partitions.Select(partition => partition.ProgramSizeBytes));
        Assert.NotEqual(view.Partitions[0].ProgramSha256, view.Partitions[1].ProgramSha256);
    }

    [Fact]
    public void A_system_of_256_partitions_has_a_view()
    {
        SystemView view = SystemViews.Of(_good.LoadText(LargeSystem.Text(LargeSystem.MaxPartitions)).Plan!);
        Assert.Equal(LargeSystem.MaxPartitions, view.Partitions.Count);
        Assert.Equal(LargeSystem.MaxPartitions, view.Schedules[0].Cpus[0].Windows.Count);
        AssertOrderly(view);
    }

    [Fact]
    public void A_blob_for_another_place_is_refused()
    {
        SystemPlan plan = _good.Plan();
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        RefusedBlobException refusal = Assert.Throws<RefusedBlobException>(() => SystemViews.Of(
            "system.blob", ViewOrigin.Blob, blob, new KernelPlace { ImageStart = 0x10_0000, BlobStart = 0x20_0000 }));
        Assert.Equal(StopReason.BlobPlace, refusal.Verdict.Reason);
    }

    private static SystemView OfBlob(SystemPlan plan)
    {
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        return SystemViews.Of(
            "system.blob",
            ViewOrigin.Blob,
            blob,
            new KernelPlace { ImageStart = BlobReader.ImageStart, BlobStart = BlobReader.PlaceOf(blob) });
    }

    private static void AssertSame(SystemView described, SystemView read) => Assert.Equal(
        JsonSerializer.Serialize(described),
        JsonSerializer.Serialize(read with { Name = described.Name, Origin = described.Origin }));

    // Ascending, without overlap, and nothing empty.
    private static void AssertOrderly(SystemView view)
    {
        ulong next = 0;
        foreach (MemoryRangeView range in view.Memory)
        {
            Assert.True(range.Start >= next, $"0x{range.Start:X} lies in the range before it");
            Assert.NotEqual(0UL, range.SizeBytes);
            next = range.End;
        }
    }

    private SystemView View(string old, string replacement) => SystemViews.Of(_good.Load(old, replacement).Plan!);
}
