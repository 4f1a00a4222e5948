// Which systems the software machine can play, and where its kernel lies.
using MicroHV.Model;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Campaigns.HostModel;

/// <summary>Systems of the model's lanes.</summary>
internal static class ModelSystem
{
    /// <summary>RAM that a machine may have at most: every run zeroes and hashes what the partitions have of it.</summary>
    public const ulong MaxRamBytes = 64 << 20;

    /// <summary>Where the kernel that the software machine pretends to have was linked.</summary>
    public static KernelLayout Layout
    {
        get
        {
            LinkerSymbols symbols = new();
            return new KernelLayout(symbols.ImageStart, symbols.ImageEnd, symbols.BlobStart);
        }
    }

    /// <summary>Why the model cannot run <paramref name="system"/>; null if it can.</summary>
    public static string? Refusal(SystemPlan system)
    {
        if (system.Machine.CpuCount != 1)
        {
            return $"it has {system.Machine.CpuCount} CPUs, and this lane one";
        }

        if (system.Schedules.Count != 1 || system.Schedule.Background.Count != 0)
        {
            return "this lane holds windows against one schedule without background";
        }

        if (system.Partitions.FirstOrDefault(partition => partition.VcpuCount.Value != 1) is { } several)
        {
            return $"'{several.Name}' has {several.VcpuCount.Value} virtual CPUs, and the workload of this lane is for one";
        }

        return system.MemorySizeBytes > MaxRamBytes
            ? $"it needs {Units.FormatSize(system.MemorySizeBytes)} of RAM, and this lane has {Units.FormatSize(MaxRamBytes)}"
            : null;
    }
}
