// What becomes of several schedules, CPUs and virtual CPUs: in the plan, in the blob, in the information page and in views.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Differences;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Tests;

public sealed class SeveralSchedulesTests : IDisposable
{
    private const int Commander = 0;
    private const int Worker = 1;
    private const int Logger = 2;

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Each_virtual_CPU_has_its_number_and_a_stack_below_that_of_the_next()
    {
        CpuState[] starts = [.. Plan().Partitions[Worker].Starts];
        Assert.Equal([0UL, 1UL], starts.Select(start => start.General.Rsi));
        Assert.Equal([0x3F_0000UL - 8, 0x40_0000UL - 8], starts.Select(start => start.General.Rsp));
        Assert.Equal(starts[0].Rip, starts[1].Rip);
        Assert.Equal(starts[0].Cr3, starts[1].Cr3);
    }

    [Fact]
    public void The_kernel_finds_the_virtual_CPUs_of_a_partition_side_by_side() => Read(Plan(), config =>
    {
        Assert.Equal(
            [(0u, 1u), (1u, 2u), (3u, 1u)],
            config.Partitions.ToArray().Select(partition => (partition.FirstVcpu, partition.VcpuCount)));
        Assert.Equal([0u, 0u, 1u, 1u], config.Vcpus.ToArray().Select(vcpu => vcpu.CpuIndex));
        Assert.Equal([0u, 1u, 1u, 2u], config.Vcpus.ToArray().Select(vcpu => vcpu.PartitionIndex));
    });

    [Fact]
    public void Windows_lie_by_schedule_and_CPU_and_start() => Read(Plan(), config => Assert.Equal(
        [
            (0u, 0UL, WindowFlags.PeriodicStart), (1u, 1_000_000UL, WindowFlags.PeriodicStart),
            (0u, 5_000_000UL, WindowFlags.PeriodicStart),
            (2u, 0UL, WindowFlags.PeriodicStart), (3u, 6_000_000UL, WindowFlags.PeriodicStart),
            (0u, 0UL, WindowFlags.PeriodicStart), (0u, 10_000_000UL, WindowFlags.PeriodicStart),
            (3u, 0UL, WindowFlags.PeriodicStart),
        ],
        config.Windows.ToArray().Select(window => (window.VcpuIndex, window.StartNanoseconds, window.Flags))));

    [Fact]
    public void Without_a_demand_the_major_frame_is_the_period() => Read(
        Plan("period = \"5ms\"\nduration = \"1ms\"\n", ""),
        config => Assert.Equal(
            [WindowFlags.PeriodicStart, WindowFlags.PeriodicStart, WindowFlags.None],
            config.Windows.ToArray()[..3].Select(window => window.Flags)));

    [Fact]
    public void A_background_is_that_of_one_CPU_in_one_schedule() => Read(Plan(), config => Assert.Equal(
        [WindowGroupRecord.NoBackground, 3u, WindowGroupRecord.NoBackground, WindowGroupRecord.NoBackground],
        config.WindowGroups.ToArray().Select(group => group.BackgroundVcpu)));

    [Theory]
    [InlineData("normal", 0)]
    [InlineData("rescue", 1)]
    public void The_first_schedule_is_the_one_that_is_named(string name, uint number) => Read(
        Plan("initial-schedule = \"normal\"", $"initial-schedule = \"{name}\""),
        config => Assert.Equal(number, config.Header.InitialSchedule));

    [Fact]
    public void Only_the_partition_that_says_so_may_ask_for_another_schedule() => Read(Plan(), config => Assert.Equal(
        [PartitionOptions.System, PartitionOptions.None, PartitionOptions.None],
        config.Partitions.ToArray().Select(partition => partition.Options)));

    [Fact]
    public void A_partition_is_told_all_schedules_and_its_own_demands()
    {
        byte[] bytes = Plan().Partitions[Commander].Copies[0].Bytes.ToArray();
        InformationPage page = MemoryMarshal.Read<InformationPage>(bytes);
        Assert.Equal((2u, 4u, 1u, 1u), (page.ScheduleCount, page.WindowCount, page.VcpuCount, page.IsSystem));
        ReadOnlySpan<InformationSchedule> schedules =
            MemoryMarshal.Cast<byte, InformationSchedule>(bytes.AsSpan(InformationPage.SchedulesOffset))[..2];
        Assert.Equal(
            [(10_000_000UL, 5_000_000UL, 1_000_000UL), (20_000_000UL, 10_000_000UL, 2_000_000UL)],
            schedules.ToArray().Select(schedule =>
                (schedule.MajorFrameNanoseconds, schedule.PeriodNanoseconds, schedule.DurationNanoseconds)));
    }

    [Fact]
    public void A_partition_is_told_its_windows_by_schedule_and_virtual_CPU()
    {
        byte[] bytes = Plan().Partitions[Worker].Copies[0].Bytes.ToArray();
        ReadOnlySpan<InformationWindow> windows =
            MemoryMarshal.Cast<byte, InformationWindow>(bytes.AsSpan(InformationPage.WindowsOffset));
        Assert.Equal(
            [((ushort)0, (ushort)0, 1_000_000UL, 4_000_000UL), ((ushort)0, (ushort)1, 0UL, 6_000_000UL)],
            windows.ToArray().Select(window =>
                (window.Schedule, window.Vcpu, window.StartNanoseconds, window.DurationNanoseconds)));
    }

    [Fact]
    public void The_ticks_of_each_major_frame_are_filled_in_for_each_schedule() => Assert.Equal(
        [(0x2028UL, 0u), (0x2068UL, 1u)],
        Plan().Partitions[Logger].Fixups
            .Where(fixup => fixup.Kind == FixupKind.MajorFrameTicks)
            .Select(fixup => (fixup.GuestPhysical, fixup.Schedule)));

    [Fact]
    public void A_view_shows_who_is_absent_and_who_gets_what_is_left()
    {
        IReadOnlyList<ScheduleView> schedules = SystemViews.Of(Plan()).Schedules;
        Assert.Equal([("normal", true), ("rescue", false)], schedules.Select(schedule => (schedule.Name, schedule.IsInitial)));
        Assert.Empty(schedules[0].Absent);
        Assert.Equal(["worker"], schedules[1].Absent);
        Assert.Equal(new BackgroundView(Logger, "logger", 0), schedules[0].Cpus[1].Background);
        Assert.Null(schedules[1].Cpus[1].Background);
        Assert.Equal([60m, 80m], schedules[0].Cpus.Select(cpu => cpu.BusyPercent));
        Assert.Equal([1u], schedules[0].Cpus[1].Windows.Where(window => window.PartitionIndex == Worker).Select(window => window.Vcpu));
        Assert.Equal((10_000_000UL, 2_000_000UL), (
            schedules[1].Shares[Commander].PeriodNanoseconds, schedules[1].Shares[Commander].DurationNanoseconds));
    }

    [Theory]
    [InlineData("background = [{ partition = \"logger\", cpu = 1 }]\n", "", "normal: CPU 1", "background", "logger", null)]
    [InlineData("initial-schedule = \"normal\"", "initial-schedule = \"rescue\"", "system", "first schedule", "normal", "rescue")]
    [InlineData("cpu = 1, start = \"0ms\", duration = \"5ms\"", "cpu = 1, start = \"0ms\", duration = \"4ms\"", "rescue: logger on CPU 1", "window", "5ms at 0ns", "4ms at 0ns")]
    [InlineData("duration = \"2ms\" }]", "duration = \"1ms\" }]", "rescue: commander", "demand", "2ms in every 10ms", "1ms in every 10ms")]
    [InlineData("vcpu = 1, cpu = 1, start = \"0ms\"", "vcpu = 1, cpu = 1, start = \"0ms\", periodic-start = true", null, null, null, null)]
    public void A_difference_names_the_schedule(
        string old, string replacement, string? subject, string? what, string? before, string? after)
    {
        IReadOnlyList<Difference> differences =
            SystemDifference.Between(SystemViews.Of(Plan()), SystemViews.Of(Plan(old, replacement)));
        Difference[] expected = subject is null ? [] : [new(DifferenceSection.Schedule, subject, what!, before, after)];
        Assert.Equal(
            expected, differences.Where(difference => difference.Section == DifferenceSection.Schedule && difference.What != "share of time"));
    }

    private SystemPlan Plan(string old = "", string replacement = "")
    {
        string text = SeveralSchedules.Text;
        if (old.Length != 0)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        LoadedSystem loaded = _good.LoadText(text);
        return loaded.Plan ?? throw new InvalidDataException(string.Join('\n', loaded.Diagnostics));
    }

    /// <summary>Has <paramref name="look"/> see what the kernel reads of a plan.</summary>
    internal static void Read(SystemPlan plan, Action<SystemConfig> look)
    {
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        KernelPlace place = new() { ImageStart = plan.Kernel.Layout.ImageStart, BlobStart = plan.Kernel.BlobBase };
        _ = BlobReader.Read(blob, in place, config =>
        {
            look(config);
            return true;
        });
    }
}
