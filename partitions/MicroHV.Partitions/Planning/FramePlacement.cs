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
        FreeMemory free = new(plan.Machine.Memory.Select(memory => memory.Range));
        free.Take(plan.Kernel.Memory);
        Dictionary<string, ulong> shared = [];
        foreach (RegionPlan region in plan.Regions.Where(region => region.FixedHost is not null))
        {
            region.HostPhysical = region.FixedHost!.Value;
            free.Take(region.Host);
            if (region.SharedName is string name)
            {
                _ = shared.TryAdd(name, region.HostPhysical);
            }
        }

        foreach (RegionPlan region in plan.Regions.Where(region => region.FixedHost is null))
        {
            PlaceFree(plan, region, free, shared, findings);
        }
    }

    private static void PlaceFree(
        SystemPlan plan,
        RegionPlan region,
        FreeMemory free,
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

        ulong alignment = region.Guest.SizeBytes >= RegionPlan.LargePageSizeBytes
            ? RegionPlan.LargePageSizeBytes
            : RegionPlan.PageSizeBytes;
        if (free.TryTake(region.Guest.SizeBytes, alignment) is ulong start)
        {
            region.HostPhysical = start;
            _ = region.SharedName is null || shared.TryAdd(region.SharedName, start);
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
}
