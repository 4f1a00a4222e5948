// Gives every region its place in the machine's memory.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// First fit, ascending, in the order of the file: what authors fixed first, then everything else, from the RAM that
/// <c>[machine]</c> lists. Regions of 2 MiB and more begin at a multiple of 2 MiB. Regions with one shared name get one
/// place.
/// </summary>
internal static class FramePlacement
{
    /// <summary>Places all regions of <paramref name="plan"/>.</summary>
    public static void Place(SystemPlan plan, Findings findings)
    {
        List<AddressRange> taken = [plan.Kernel.Memory];
        Dictionary<string, ulong> shared = [];
        foreach (RegionPlan region in plan.Regions.Where(region => region.FixedHost is not null))
        {
            region.HostPhysical = region.FixedHost!.Value;
            taken.Add(region.Host);
            if (region.SharedName is string name)
            {
                _ = shared.TryAdd(name, region.HostPhysical);
            }
        }

        foreach (RegionPlan region in plan.Regions.Where(region => region.FixedHost is null))
        {
            PlaceFree(plan, region, taken, shared, findings);
        }
    }

    private static void PlaceFree(
        SystemPlan plan,
        RegionPlan region,
        List<AddressRange> taken,
        Dictionary<string, ulong> shared,
        Findings findings)
    {
        if (region.IsDevice || !region.IsWellFormed)
        {
            // A rule says what is missing.
            return;
        }

        if (region.SharedName is string name && shared.TryGetValue(name, out ulong place))
        {
            region.HostPhysical = place;
            return;
        }

        if (FindFree(plan, region.Guest.SizeBytes, taken) is ulong free)
        {
            region.HostPhysical = free;
            taken.Add(region.Host);
            _ = region.SharedName is null || shared.TryAdd(region.SharedName, free);
            return;
        }

        if (!plan.Machine.IsBroken)
        {
            string size = Units.FormatSize(region.Guest.SizeBytes);
            findings.Add(
                "MHV0210", region.Places.Size, $"no room for the {size} of {region} in the machine's memory",
                "add memory to [machine] or make partitions smaller");
        }
    }

    private static ulong? FindFree(SystemPlan plan, ulong sizeBytes, List<AddressRange> taken)
    {
        ulong alignment = sizeBytes >= RegionPlan.LargePageSizeBytes
            ? RegionPlan.LargePageSizeBytes
            : RegionPlan.PageSizeBytes;
        ulong? best = null;
        foreach (AddressRange memory in plan.Machine.Memory.Select(memory => memory.Range))
        {
            // The lowest place is where the memory begins or where something taken ends.
            foreach (ulong start in taken.Select(range => range.End).Append(memory.Start))
            {
                ulong aligned = (start + alignment - 1) / alignment * alignment;
                AddressRange candidate = new(aligned, sizeBytes);
                bool isFree = aligned >= start && memory.Contains(candidate) && candidate.End - aligned == sizeBytes
                    && !taken.Exists(candidate.Overlaps);
                if (isFree && (best is null || aligned < best))
                {
                    best = aligned;
                }
            }
        }

        return best;
    }
}
