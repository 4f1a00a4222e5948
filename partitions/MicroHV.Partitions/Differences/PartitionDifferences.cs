// What differs in partitions, with their regions and grants.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares partitions of the same name, and tells who is new and who is gone.</summary>
internal static class PartitionDifferences
{
    /// <summary>Adds what is different in <paramref name="after"/>.</summary>
    public static void Compare(DifferenceList differences, SystemView before, SystemView after)
    {
        foreach ((PartitionView? old, PartitionView? present) in
            DifferenceList.Pair(before.Partitions, after.Partitions, partition => partition.Name))
        {
            string name = (old ?? present)!.Name;
            if (old is null || present is null)
            {
                differences.Compare(DifferenceSection.Partitions, name, "partition", Summary(old), Summary(present));
            }
            else
            {
                CompareProperties(differences, old, present);
            }

            RegionDifferences.Compare(differences, name, old?.Regions ?? [], present?.Regions ?? []);
            GrantDifferences.Compare(differences, name, old, present);
        }
    }

    private static string? Summary(PartitionView? partition)
    {
        if (partition is null)
        {
            return null;
        }

        ulong size = partition.Regions.Aggregate(0UL, (sum, region) => sum + region.SizeBytes);
        return $"number {partition.Index}, {Units.FormatSize(size)} in {partition.Regions.Count} regions";
    }

    private static void CompareProperties(DifferenceList differences, PartitionView before, PartitionView after)
    {
        Compare("number", partition => $"{partition.Index}");
        Compare("image", partition => partition.Image);
        Compare("program", partition => $"sha256 {partition.ProgramSha256[..16]}…, {Units.FormatSize(partition.ProgramSizeBytes)}");
        Compare("entry", partition => $"0x{partition.Entry:X}");
        Compare("arguments", partition => partition.Arguments is null ? null : $"'{partition.Arguments}'");
        Compare("CPUs of its vCPUs", partition => string.Join(", ", partition.Cpus));
        Compare("other ports", partition => partition.OtherPorts);
        Compare("hypercalls from CPL 1 to 3", partition => partition.HasUserHypercalls ? "yes" : "no");
        Compare("system partition", partition => partition.IsSystem ? "yes" : "no");
        Compare("hidden in CPUID", partition => string.Join(", ", partition.HiddenCpuid));
        Compare("period", partition => Time(partition.PeriodNanoseconds));
        Compare("duration", partition => Time(partition.DurationNanoseconds));

        void Compare(string what, Func<PartitionView, string?> value) =>
            differences.Compare(DifferenceSection.Partitions, before.Name, what, value(before), value(after));
    }

    private static string? Time(ulong? nanoseconds) => nanoseconds is ulong time ? Units.FormatTime(time) : null;
}
