// Reads the schedule of a blob.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Views;

/// <summary>From records of windows to schedules.</summary>
internal static class ScheduleViews
{
    /// <summary>The schedules of <paramref name="config"/>.</summary>
    public static IReadOnlyList<ScheduleView> Of(SystemConfig config, IReadOnlyList<PartitionView> partitions)
    {
        ulong frame = config.Header.MajorFrameNanoseconds;
        SortedDictionary<uint, List<WindowView>> cpus = [];
        foreach (ref readonly WindowRecord window in config.Windows)
        {
            int partition = (int)config.Vcpus[(int)window.VcpuIndex].PartitionIndex;
            if (!cpus.TryGetValue(window.CpuIndex, out List<WindowView>? windows))
            {
                windows = [];
                cpus.Add(window.CpuIndex, windows);
            }

            windows.Add(new WindowView(
                window.StartNanoseconds,
                window.DurationNanoseconds,
                partition,
                partitions[partition].Name,
                window.VcpuIndex - config.Partitions[partition].FirstVcpu));
        }

        return
        [
            new ScheduleView(
                null,
                frame,
                [.. cpus.Select(cpu => CpuOf(cpu.Key, cpu.Value, frame))],
                [.. partitions.Select(partition => ShareOf(partition, cpus.Values, frame))]),
        ];
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
