// Rules about the machine's memory behind the regions.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Host-physical memory: who reaches which frames.</summary>
internal static class FrameRules
{
    // Registers of the local APIC and everything that an interrupt message can be written to; registers of I/O APICs.
    private static readonly (string Name, AddressRange Range)[] _interruptControllers =
    [
        ("the local APIC", new AddressRange(0xFEE0_0000, 0x10_0000)),
        ("an I/O APIC", new AddressRange(0xFEC0_0000, 0x10_0000)),
    ];

    [Rule("MHV0220", "No frame is reached through two regions unless both are shared under one name.")]
    public static IEnumerable<Breach> FramesAreReachedOnce(SystemPlan plan)
    {
        List<RegionPlan> regions = [.. Placed(plan).OrderBy(region => region.HostPhysical)];
        for (int i = 0; i < regions.Count; i++)
        {
            for (int j = i + 1; j < regions.Count && regions[j].HostPhysical < regions[i].Host.End; j++)
            {
                bool isAgreed = regions[i].SharedName is string name && name == regions[j].SharedName;
                if (!isAgreed && regions[i].Host.Overlaps(regions[j].Host))
                {
                    yield return Twice(regions[i], regions[j]);
                }
            }
        }
    }

    [Rule("MHV0221", "No region reaches the memory of the kernel, its blob or its pool.")]
    public static IEnumerable<Breach> KernelIsOutOfReach(SystemPlan plan) =>
        Placed(plan)
            .Where(region => region.Host.Overlaps(plan.Kernel.Memory))
            .Select(region => new Breach(
                region.Places.Host, $"{region} at {region.Host} reaches the kernel's own memory, {plan.Kernel.Memory}",
                $"move it behind 0x{plan.Kernel.Memory.End:X}"));

    [Rule("MHV0222", "A region that is no device's lies inside the memory of [machine].")]
    public static IEnumerable<Breach> MemoryIsTheMachines(SystemPlan plan)
    {
        if (plan.Machine.IsBroken)
        {
            yield break;
        }

        foreach (RegionPlan region in Placed(plan).Where(region => !region.IsDevice))
        {
            if (!plan.Machine.Memory.Any(memory => memory.Range.Contains(region.Host)))
            {
                yield return new Breach(
                    region.Places.Host, $"{region} at {region.Host} is not inside the memory of [machine]",
                    "move it there, leave 'host' out, or say device = true");
            }
        }
    }

    [Rule("MHV0223", "A device's region says its host address, and lies outside the memory of [machine].")]
    public static IEnumerable<Breach> DevicesAreNoMemory(SystemPlan plan)
    {
        foreach (RegionPlan region in plan.Regions.Where(region => region.IsDevice))
        {
            if (region.FixedHost is null)
            {
                yield return new Breach(
                    region.Place, $"device {region} does not say where it is", "add host = \"0x…\"");
            }
            else if (plan.Machine.Memory.Any(memory => memory.Range.Overlaps(region.Host)))
            {
                yield return new Breach(
                    region.Places.Host, $"device {region} at {region.Host} lies in the memory of [machine]",
                    "leave device = true out, or correct 'host'");
            }
        }
    }

    [Rule("MHV0224", "No region reaches an interrupt controller.")]
    public static IEnumerable<Breach> InterruptControllersAreTheKernels(SystemPlan plan) =>
        from region in Placed(plan)
        from controller in _interruptControllers
        where region.Host.Overlaps(controller.Range)
        select new Breach(
            region.Places.Host, $"{region} at {region.Host} reaches {controller.Name}", "leave it to the kernel");

    [Rule("MHV0612", "No range of [machine].memory reaches an interrupt controller.")]
    public static IEnumerable<Breach> MemoryIsNoInterruptController(SystemPlan plan) =>
        from memory in plan.Machine.Memory
        from controller in _interruptControllers
        where memory.Range.Overlaps(controller.Range)
        select new Breach(
            memory.Place, $"memory {memory.Range} reaches {controller.Name} at 0x{controller.Range.Start:X}",
            "list the memory below and above as two ranges");

    [Rule("MHV0225", "A device that may write memory by itself is granted only with a written reason.")]
    public static IEnumerable<Breach> DevicesHaveReasons(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.IsDevice && string.IsNullOrWhiteSpace(region.Reason))
            .Select(region => new Breach(
                region.Place,
                $"device {region} could reach all memory by DMA",
                "add reason = \"…\" saying why it cannot or may"));

    [Rule("MHV0226", "Regions shared under one name agree in size, memory type, host address and kind.")]
    public static IEnumerable<Breach> SharedRegionsAgree(SystemPlan plan)
    {
        foreach (IGrouping<string?, RegionPlan> group in SharedGroups(plan))
        {
            RegionPlan first = group.First();
            foreach (RegionPlan other in group.Skip(1))
            {
                if (Difference(first, other) is string difference)
                {
                    yield return new Breach(
                        other.Places.Shared, $"{other} and {first} share '{group.Key}' with different {difference}",
                        "write the same in both");
                }
            }
        }
    }

    [Rule("MHV0227", "A name under which regions are shared is used by at least two partitions.")]
    public static IEnumerable<Breach> SharingTakesTwo(SystemPlan plan) =>
        SharedGroups(plan)
            .Where(group => group.Select(region => region.PartitionIndex).Distinct().Count() == 1)
            .Where(_ => plan.Partitions.All(partition => !partition.IsBroken))
            .Select(group => group.First())
            .Select(region => new Breach(
                region.Places.Shared, $"nobody else shares '{region.SharedName}' with {region}",
                "add it to a second partition or leave 'shared' out"));

    [Rule("MHV0228", "Somebody writes every shared region.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> SharedRegionsAreWritten(SystemPlan plan) =>
        SharedGroups(plan)
            .Where(group => !group.First().IsDevice && !group.Any(IsWritable))
            .Select(group => group.First())
            .Select(region => new Breach(
                region.Places.Shared, $"nobody can write '{region.SharedName}', so that it stays zero", "give one partition rights = \"rw\""));

    [Rule("MHV0229", "One partition writes a shared region, and the others read it.", Severity = Severity.Note)]
    public static IEnumerable<Breach> SharedRegionsHaveOneWriter(SystemPlan plan) =>
        from shared in SharedGroups(plan)
        from second in shared.Where(IsWritable).Skip(1).Take(1)
        select new Breach(
            second.Places.Rights, $"{second} and {shared.First(IsWritable)} both write '{shared.Key}'",
            "a region for each direction keeps each from changing what the other wrote");

    [Rule("MHV0230", "What one partition writes, no other executes.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> NobodyExecutesWhatOthersWrite(SystemPlan plan) =>
        from shared in SharedGroups(plan)
        from region in shared.Where(region => ((region.Rights ?? RegionRights.None) & RegionRights.Execute) != 0)
        from writer in shared.Where(IsWritable).Where(writer => writer.PartitionIndex != region.PartitionIndex).Take(1)
        select new Breach(
            region.Places.Rights, $"{region} may execute what '{writer.PartitionName}' writes", "leave x out of its rights");

    [Rule("MHV0231", "The memory of a device is not cached.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> DevicesAreNotCached(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.IsDevice && region.MemoryType == MemoryType.WB)
            .Select(region => new Breach(
                region.Places.Type, $"device {region} has memory type wb", "leave 'type' out, or write \"wc\" for a frame buffer"));

    [Rule("MHV0232", "A reason is written where one is asked for.", Severity = Severity.Note)]
    public static IEnumerable<Breach> ReasonsAreForDevices(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.Reason is not null && !region.IsDevice)
            .Select(region => new Breach(
                region.Places.Reason, $"{region} is no device and needs no reason", "make it a comment, or say device = true"));

    private static bool IsWritable(RegionPlan region) =>
        ((region.Rights ?? RegionRights.None) & RegionRights.Write) != 0;

    private static IEnumerable<RegionPlan> Placed(SystemPlan plan) =>
        plan.Regions.Where(region => region.IsPlaced && region.Guest.SizeBytes != 0);

    private static IEnumerable<IGrouping<string?, RegionPlan>> SharedGroups(SystemPlan plan) =>
        plan.Regions.Where(region => region.SharedName is not null).GroupBy(region => region.SharedName);

    private static Breach Twice(RegionPlan one, RegionPlan other)
    {
        ulong start = Math.Max(one.HostPhysical, other.HostPhysical);
        AddressRange common = new(start, Math.Min(one.Host.End, other.Host.End) - start);
        RegionPlan later = one.Place.CompareTo(other.Place) > 0 ? one : other;
        RegionPlan earlier = later == one ? other : one;
        return new Breach(
            later.Places.Host, $"{later} and {earlier} share frames {common}",
            "move one of them or give both the same 'shared' name");
    }

    private static string? Difference(RegionPlan one, RegionPlan other)
    {
        if (one.Guest.SizeBytes != other.Guest.SizeBytes)
        {
            return "sizes";
        }

        if (one.MemoryType != other.MemoryType)
        {
            return "memory types";
        }

        if (one.IsDevice != other.IsDevice)
        {
            return "kinds";
        }

        return one.IsPlaced && other.IsPlaced && one.HostPhysical != other.HostPhysical ? "host addresses" : null;
    }
}
