// A second opinion on plans that no rule refuses.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Tests.Mutations;

/// <summary>Says why a plan should have been refused, by brute force and without the rules.</summary>
internal static class GoodPlan
{
    /// <summary>What is wrong with <paramref name="plan"/>, or null.</summary>
    public static string? Fault(SystemPlan plan) => WindowFault(plan) ?? MemoryFault(plan) ?? ImageFault(plan);

    private static string? WindowFault(SystemPlan plan)
    {
        Dictionary<(string Partition, ulong Vcpu), ulong> homes = [];
        foreach (SchedulePlan schedule in plan.Schedules)
        {
            Dictionary<ulong, ulong> free = [];
            foreach (WindowPlan window in schedule.Windows)
            {
                if (window.StartNanoseconds < free.GetValueOrDefault(window.Cpu.Value) || window.DurationNanoseconds < 50_000)
                {
                    return $"the window at {window.Place} overlaps or is too short";
                }

                free[window.Cpu.Value] = checked(window.StartNanoseconds + window.DurationNanoseconds);
                if (!homes.TryAdd((window.Partition.Name, window.Vcpu.Value), window.Cpu.Value)
                    && homes[(window.Partition.Name, window.Vcpu.Value)] != window.Cpu.Value)
                {
                    return $"the window at {window.Place} moves a virtual CPU";
                }
            }

            bool isServed = plan.Partitions.All(partition =>
                schedule.Absent.Any(absent => absent.Name == partition.Name) || schedule.Serves(partition));
            if (free.Values.Any(end => end > schedule.MajorFrameNanoseconds) || !isServed)
            {
                return "windows leave the major frame, or a partition has none";
            }
        }

        bool areVcpusOwn = homes.All(home => home.Value < plan.Machine.CpuCount
            && plan.Partitions.Any(partition => partition.Name == home.Key.Partition && home.Key.Vcpu < partition.VcpuCount.Value));
        return areVcpusOwn ? null : "a window has no CPU or no virtual CPU";
    }

    private static string? MemoryFault(SystemPlan plan)
    {
        List<(ulong Start, ulong End, RegionPlan Region)> frames = [];
        foreach (RegionPlan region in plan.Regions)
        {
            ulong end = checked(region.HostPhysical + region.Guest.SizeBytes);
            bool isInMachine = plan.Machine.Memory.Any(
                memory => memory.Range.Start <= region.HostPhysical && end <= memory.Range.Start + memory.Range.SizeBytes);
            if (region.HostPhysical % 4096 != 0 || region.Guest.Start % 4096 != 0 || region.Guest.SizeBytes % 4096 != 0
                || isInMachine == region.IsDevice)
            {
                return $"{region} is misplaced";
            }

            if (region.HostPhysical < plan.Kernel.PoolBase + plan.Kernel.PoolSizeBytes
                && plan.Kernel.Layout.ImageStart < end)
            {
                return $"{region} reaches the kernel";
            }

            foreach ((ulong otherStart, ulong otherEnd, RegionPlan other) in frames)
            {
                bool isShared = region.SharedName is not null && region.SharedName == other.SharedName;
                if (region.HostPhysical < otherEnd && otherStart < end && !isShared)
                {
                    return $"{region} and {other} have a frame in common";
                }
            }

            frames.Add((region.HostPhysical, end, region));
        }

        return null;
    }

    private static string? ImageFault(SystemPlan plan) =>
        plan.Partitions.FirstOrDefault(partition => partition.Image?.Elf is null) is PartitionPlan partition
            ? $"'{partition.Name}' has nothing to run"
            : null;
}
