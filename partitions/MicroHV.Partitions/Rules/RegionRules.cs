// Rules about regions as the guest sees them.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Guest-physical memory: alignment, bounds, overlap, rights.</summary>
internal static class RegionRules
{
    [Rule("MHV0201", "Addresses and sizes of regions are multiples of 4 KiB, and no size is zero.")]
    public static IEnumerable<Breach> RegionsAreAligned(SystemPlan plan)
    {
        foreach (RegionPlan region in Readable(plan))
        {
            if (region.Guest.SizeBytes == 0)
            {
                yield return new Breach(region.Places.Size, $"{region} has no size", "give it at least 4KiB");
            }

            foreach ((string what, ulong value, Place place) in new[]
            {
                ("address", region.Guest.Start, region.Places.At),
                ("size", region.Guest.SizeBytes, region.Places.Size),
                ("host address", region.FixedHost ?? 0, region.Places.Host),
            })
            {
                if (value % RegionPlan.PageSizeBytes != 0)
                {
                    yield return new Breach(
                        place, $"the {what} of {region}, 0x{value:X}, is no multiple of 4KiB",
                        $"round it to 0x{value - (value % RegionPlan.PageSizeBytes):X} or one page more");
                }
            }
        }
    }

    [Rule("MHV0202", "Guest-physical addresses end at 2^46, host-physical addresses at 2^52.")]
    public static IEnumerable<Breach> RegionsEndInTime(SystemPlan plan)
    {
        const ulong HostLimit = 1UL << 52;
        foreach (RegionPlan region in Readable(plan))
        {
            if (region.Guest.End > RegionPlan.AddressLimit)
            {
                yield return new Breach(
                    region.Places.At, $"{region} reaches guest-physical 0x{region.Guest.End - 1:X}",
                    $"keep it below 0x{RegionPlan.AddressLimit:X}");
            }

            if (region.FixedHost is not null && region.Host.End > HostLimit)
            {
                yield return new Breach(
                    region.Places.Host, $"{region} reaches host-physical 0x{region.Host.End - 1:X}",
                    $"keep it below 0x{HostLimit:X}");
            }
        }
    }

    [Rule("MHV0203", "The regions of a partition do not overlap in its guest-physical memory.")]
    public static IEnumerable<Breach> RegionsDoNotOverlap(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions)
        {
            RegionPlan? highest = null;
            foreach (RegionPlan region in partition.Regions.Where(region => region.Guest.SizeBytes != 0))
            {
                if (highest is not null && highest.Guest.Overlaps(region.Guest))
                {
                    Place place = region.Places.At.CompareTo(highest.Places.At) > 0 ? region.Places.At : highest.Places.At;
                    yield return new Breach(
                        place, $"{region} at {region.Guest} overlaps {highest} at {highest.Guest}", "move one of them");
                }

                highest = highest is null || region.Guest.End > highest.Guest.End ? region : highest;
            }
        }
    }

    [Rule("MHV0204", "Guest-physical page 0 is mapped to nothing.")]
    public static IEnumerable<Breach> NullPointersAreErrors(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.Guest.Start < RegionPlan.PageSizeBytes && region.Guest.SizeBytes != 0)
            .Select(region => new Breach(
                region.Places.At, $"{region} begins in page 0, where a null pointer would find it",
                $"move it to 0x{NativeLayout.DefaultMemory:X} or above"));

    [Rule("MHV0205", "Rights are letters of \"rwx\", each at most once, with r always among them.")]
    public static IEnumerable<Breach> RightsAreReadable(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.Rights is not RegionRights rights || (rights & RegionRights.Read) == 0)
            .Select(region => new Breach(
                region.Places.Rights, $"'{region.RightsText}' are no rights for {region}", "write r, rw, rx or rwx"));

    [Rule("MHV0206", "The page tables that a partition starts with fit below 2 MiB.")]
    public static IEnumerable<Breach> BootTablesFit(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.BootTablePages is null)
            .Select(partition => new Breach(
                partition.Place,
                $"the regions of '{partition.Name}' need more than {GuestPageTables.MaxTables} page tables",
                "align large regions to 2MiB or make them smaller"));

    [Rule("MHV0207", "No region beside a partition's RAM is writable and executable.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> NothingIsWritableAndExecutable(SystemPlan plan)
    {
        const RegionRights Both = RegionRights.Write | RegionRights.Execute;
        return plan.Partitions
            .SelectMany(partition => partition.Regions.Where(region => region != partition.Ram))
            .Where(region => (region.Rights & Both) == Both)
            .Select(region => new Breach(
                region.Places.Rights, $"{region} is writable and executable", "leave w or x out of its rights"));
    }

    // What was not written is no breach of its own: the memory of a partition whose section is broken may just be
    // missing.
    private static IEnumerable<RegionPlan> Readable(SystemPlan plan) =>
        plan.Partitions.SelectMany(partition =>
            partition.Regions.Where(region => !(partition.IsBroken && region == partition.Ram)));
}
