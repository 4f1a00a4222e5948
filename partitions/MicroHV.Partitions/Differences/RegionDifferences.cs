// What differs in the regions of a partition.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares regions of the same name.</summary>
internal static class RegionDifferences
{
    /// <summary>Adds what is different in <paramref name="after"/>.</summary>
    public static void Compare(
        DifferenceList differences, string partition, IReadOnlyList<RegionView> before, IReadOnlyList<RegionView> after)
    {
        foreach ((RegionView? old, RegionView? present) in DifferenceList.Pair(before, after, region => region.Name))
        {
            string subject = $"{partition}.{(old ?? present)!.Name}";
            if (old is null || present is null)
            {
                differences.Compare(DifferenceSection.Memory, subject, "region", Summary(old), Summary(present));
            }
            else
            {
                Compare(differences, subject, old, present);
            }
        }
    }

    private static string? Summary(RegionView? region)
    {
        if (region is null)
        {
            return null;
        }

        string with = region.SharedWith.Count == 0 ? "" : $" with {string.Join(", ", region.SharedWith)}";
        return $"{Units.FormatSize(region.SizeBytes)} {region.Rights} at 0x{region.Guest:X}, host 0x{region.Host:X}, "
            + $"{region.MemoryType}, {Kind(region)}{with}";
    }

    private static void Compare(DifferenceList differences, string subject, RegionView before, RegionView after)
    {
        Compare("guest-physical address", region => $"0x{region.Guest:X}");
        Compare("host-physical address", region => $"0x{region.Host:X}");
        Compare("size", region => Units.FormatSize(region.SizeBytes));
        Compare("rights", region => region.Rights);
        Compare("memory type", region => region.MemoryType);
        Compare("kind", Kind);
        Compare("shared with", region => region.SharedWith.Count == 0 ? null : string.Join(", ", region.SharedWith));
        Compare("shared as", region => region.SharedName);
        Compare("reason", region => region.Reason);

        void Compare(string what, Func<RegionView, string?> value) =>
            differences.Compare(DifferenceSection.Memory, subject, what, value(before), value(after));
    }

    private static string Kind(RegionView region) => (region.IsDevice, region.IsShared) switch
    {
        (true, true) => "shared device",
        (true, false) => "device",
        (false, true) => "shared",
        _ => "private",
    };
}
