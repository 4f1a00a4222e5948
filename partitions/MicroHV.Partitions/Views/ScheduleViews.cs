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
        SortedDictionary<uint, List<WindowView>> cpus = [];
        for (uint cpu = 0; cpu < (uint)config.Cpus.Length; cpu++)
        {
            List<WindowView> windows = [.. WindowsOf(config, in config.WindowGroup(index, cpu), partitions)];
            if (windows.Count != 0)
            {
                cpus.Add(cpu, windows);
            }
        }

        return new ScheduleView(
            config.Schedules.Length == 1 ? null : NameOf(in config.Schedules[(int)index]),
            frame,
            [.. cpus.Select(cpu => CpuOf(cpu.Key, cpu.Value, frame))],
            [.. partitions.Select(partition => ShareOf(partition, cpus.Values, frame))]);
    }

    private static List<WindowView> WindowsOf(
        SystemConfig config, in WindowGroupRecord group, IReadOnlyList<PartitionView> partitions)
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
                window.VcpuIndex - config.Partitions[partition].FirstVcpu));
        }

        return windows;
    }

    private static unsafe string NameOf(in ScheduleRecord schedule)
    {
        fixed (byte* name = schedule.Name)
        {
            return PartitionViews.Text(new ReadOnlySpan<byte>(name, ScheduleRecord.NameSizeBytes));
        }
    }

    private static CpuView CpuOf(uint number, List<WindowView> windows, ulong frame)
    {
        ulong busy = Sum(windows);
        return new CpuView(number, windows, busy, frame - busy, Percent(busy, frame));
    }

    private static ShareView ShareOf(PartitionView partition, IEnumerable<List<WindowView>> cpus, ulong frame)
    {
        WindowView[] windows =
            [.. cpus.SelectMany(cpu => cpu).Where(window => window.PartitionIndex == partition.Index)];
        ulong time = Sum(windows);
        return new ShareView(partition.Index, partition.Name, windows.Length, time, Percent(time, frame));
    }

    private static ulong Sum(IEnumerable<WindowView> windows) =>
        windows.Aggregate(0UL, (sum, window) => sum + window.DurationNanoseconds);

    private static decimal Percent(ulong part, ulong whole) => Math.Round(100m * part / whole, 2);
}
