// The proof that partitions cannot reach each other or the kernel.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Proofs;

/// <summary>
/// Holds everything that the nested tables of a plan map against the plan: nothing but the regions, all of the regions, no
/// frame twice unless both sides share it, and no frame of the kernel.
/// </summary>
internal static class IsolationProof
{
    /// <summary>
    /// What the tables of <paramref name="plan"/> map and should not, or should and do not; empty if isolation holds.
    /// </summary>
    public static IReadOnlyList<string> Refute(SystemPlan plan) =>
    [
        .. TableWalks.Of(plan)
            .SelectMany(walk => walk.Extents is null
                ? ["the pool is too small for the nested tables"]
                : Refute(plan, walk.Extents))
            .Distinct(),
    ];

    /// <summary>What <paramref name="extents"/> map and should not, or should and do not.</summary>
    internal static IEnumerable<string> Refute(SystemPlan plan, IReadOnlyList<MappedExtent> extents) =>
        Strangers(plan, extents)
            .Concat(Holes(plan, extents))
            .Concat(SharedFrames(plan, extents))
            .Concat(KernelFrames(plan, extents));

    // Everything that is mapped is a region's, at its place, with its rights and its type.
    private static IEnumerable<string> Strangers(SystemPlan plan, IReadOnlyList<MappedExtent> extents)
    {
        foreach (MappedExtent extent in extents)
        {
            ulong guest = extent.Guest;
            while (guest < extent.GuestEnd)
            {
                RegionPlan? region = RegionAt(plan.Partitions[extent.PartitionIndex], guest);
                bool isPlanned = region is not null
                    && extent.Host.Start + (guest - extent.Guest) == region.HostPhysical + (guest - region.Guest.Start)
                    && extent.Rights == region.Rights
                    && extent.Type == region.MemoryType;
                if (!isPlanned)
                {
                    string name = plan.Partitions[extent.PartitionIndex].Name;
                    yield return $"'{name}' reaches {extent.Host} at 0x{guest:X} against the plan";
                    break;
                }

                guest = region!.Guest.End;
            }
        }
    }

    // Everything that a region promises is mapped. Extents lie side by side without overlap: one address has one entry.
    private static IEnumerable<string> Holes(SystemPlan plan, IReadOnlyList<MappedExtent> extents)
    {
        foreach (PartitionPlan partition in plan.Partitions)
        {
            ulong mapped = Sum(extents
                .Where(extent => extent.PartitionIndex == partition.Index)
                .Select(extent => extent.Host.SizeBytes));
            ulong promised = Sum(partition.Regions.Select(region => region.Guest.SizeBytes));
            if (mapped != promised)
            {
                yield return $"'{partition.Name}' has 0x{mapped:X} bytes mapped instead of 0x{promised:X}";
            }
        }
    }

    private static IEnumerable<string> SharedFrames(SystemPlan plan, IReadOnlyList<MappedExtent> extents)
    {
        MappedExtent[] byFrame = [.. extents.OrderBy(extent => extent.Host.Start)];
        for (int i = 0; i < byFrame.Length; i++)
        {
            for (int j = i + 1; j < byFrame.Length && byFrame[j].Host.Start < byFrame[i].Host.End; j++)
            {
                if (!IsShared(plan, byFrame[i], byFrame[j].Host) || !IsShared(plan, byFrame[j], byFrame[i].Host))
                {
                    string one = plan.Partitions[byFrame[i].PartitionIndex].Name;
                    string other = plan.Partitions[byFrame[j].PartitionIndex].Name;
                    yield return $"frame 0x{byFrame[j].Host.Start:X} is reached by '{one}' and by '{other}'";
                }
            }
        }
    }

    private static IEnumerable<string> KernelFrames(SystemPlan plan, IReadOnlyList<MappedExtent> extents) =>
        extents
            .Where(extent => extent.Host.Overlaps(plan.Kernel.Memory))
            .Select(extent => $"'{plan.Partitions[extent.PartitionIndex].Name}' reaches the kernel at {extent.Host}");

    // Whether every region through which the extent reaches the frames is a shared one.
    private static bool IsShared(SystemPlan plan, MappedExtent extent, AddressRange frames) =>
        plan.Partitions[extent.PartitionIndex].Regions
            .Where(region => region.Host.Overlaps(frames) && region.Host.Overlaps(extent.Host))
            .All(region => region.IsShared);

    private static RegionPlan? RegionAt(PartitionPlan partition, ulong guest) =>
        partition.Regions.FirstOrDefault(region => region.Guest.Contains(new AddressRange(guest, 1)));

    private static ulong Sum(IEnumerable<ulong> sizes) => sizes.Aggregate(0UL, (sum, size) => sum + size);
}
