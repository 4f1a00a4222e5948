// Reads the schedule of a blob.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Views;

/// <summary>From records of windows to schedules.</summary>
internal static class ScheduleViews
{
    /// <summary>The schedules of <paramref name="config"/>.</summary>
    public static IReadOnlyList<ScheduleView> Of(SystemConfig config, IReadOnlyList<PartitionView> partitions) =>
        [.. Enumerable.Range(0, config.Schedules.Length).Select(index => Of(config, (uint)index, partitions))];

    private static ScheduleView Of(SystemConfig config, uint index, IReadOnlyList<PartitionView> partitions)
    {
        ulong frame = config.Schedules[(int)index].MajorFrameNanoseconds;
        List<CpuView> cpus = [];
        for (uint number = 0; number < (uint)config.Cpus.Length; number++)
        {
            CpuView cpu = CpuOf(config, number, in config.WindowGroup(index, number), frame, partitions);
            if (cpu.Windows.Count != 0 || cpu.Background is not null)
            {
                cpus.Add(cpu);
            }
        }

        return new ScheduleView(
            NameOf(in config.Schedules[(int)index]),
            index == config.Header.InitialSchedule,
            frame,
            cpus,
            [.. partitions.Select(partition => ShareOf(partition, cpus, frame))],
            [.. partitions.Where(partition => !cpus.Exists(cpu => Serves(cpu, partition))).Select(partition => partition.Name)],
            HealthViews.ChangesOf(config, (int)index, partitions));
    }

    private static CpuView CpuOf(
        SystemConfig config, uint number, in WindowGroupRecord group, ulong frame, IReadOnlyList<PartitionView> partitions)
    {
        List<WindowView> windows = [];
        foreach (ref readonly WindowRecord window in config.WindowsOf(in group))
        {
            int partition = (int)config.Vcpus[(int)window.VcpuIndex].PartitionIndex;
            windows.Add(new WindowView(
                window.StartNanoseconds,
                window.DurationNanoseconds,
                partition,
                partitions[partition].Name,
                window.VcpuIndex - config.Partitions[partition].FirstVcpu,
                (window.Flags & WindowFlags.PeriodicStart) != 0));
        }

        ulong busy = Sum(windows);
        return new CpuView(
            number, windows, busy, frame - busy, Percent(busy, frame), BackgroundOf(config, group.BackgroundVcpu, partitions));
    }

    private static BackgroundView? BackgroundOf(SystemConfig config, uint vcpu, IReadOnlyList<PartitionView> partitions)
    {
        if (vcpu == WindowGroupRecord.NoBackground)
        {
            return null;
        }

        int partition = (int)config.Vcpus[(int)vcpu].PartitionIndex;
        return new BackgroundView(partition, partitions[partition].Name, vcpu - config.Partitions[partition].FirstVcpu);
    }

    private static bool Serves(CpuView cpu, PartitionView partition) =>
        cpu.Background?.PartitionIndex == partition.Index
        || cpu.Windows.Any(window => window.PartitionIndex == partition.Index);

    /// <summary>The name of a schedule.</summary>
    public static unsafe string NameOf(in ScheduleRecord schedule)
    {
        fixed (byte* name = schedule.Name)
        {
            return PartitionViews.Text(new ReadOnlySpan<byte>(name, ScheduleRecord.NameSizeBytes));
        }
    }

    private static ShareView ShareOf(PartitionView partition, IEnumerable<CpuView> cpus, ulong frame)
    {
        WindowView[] windows =
            [.. cpus.SelectMany(cpu => cpu.Windows).Where(window => window.PartitionIndex == partition.Index)];
        ulong time = Sum(windows);
        return new ShareView(partition.Index, partition.Name, windows.Length, time, Percent(time, frame), null, null);
    }

    private static ulong Sum(IEnumerable<WindowView> windows) =>
        windows.Aggregate(0UL, (sum, window) => sum + window.DurationNanoseconds);

    private static decimal Percent(ulong part, ulong whole) => Math.Round(100m * part / whole, 2);
}
