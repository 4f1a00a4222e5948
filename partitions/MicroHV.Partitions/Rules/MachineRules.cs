// Rules about the machine and about what the kernel takes of it.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>[machine], the console, the blob and the pool.</summary>
internal static class MachineRules
{
    private const ulong LowMemory = 0x10_0000;
    private const ulong BlobLimit = 0x4000_0000;
    private const ulong PoolLimit = 0x4000_0000;
    private const ulong KernelLimit = 0x1_0000_0000;

    private static readonly ulong[] _serialPorts = [0x3F8, 0x2F8, 0x3E8, 0x2E8];

    [Rule("MHV0601", "Ranges of [machine].memory are multiples of 4 KiB, not empty, and lie above the first MiB.")]
    public static IEnumerable<Breach> MemoryIsUsable(SystemPlan plan)
    {
        foreach (MemoryPlan memory in plan.Machine.Memory)
        {
            bool isAligned = (memory.Range.Start | memory.Range.SizeBytes) % RegionPlan.PageSizeBytes == 0;
            if (memory.Range.SizeBytes == 0 || !isAligned)
            {
                yield return new Breach(
                    memory.Place, $"memory {memory.Range} is empty or not aligned", "use multiples of 4KiB");
            }

            if (memory.Range.Start < LowMemory)
            {
                yield return new Breach(
                    memory.Place, $"memory {memory.Range} reaches the firmware's first MiB", "begin at 1MiB or above");
            }
        }
    }

    [Rule("MHV0602", "Ranges of [machine].memory do not overlap.")]
    public static IEnumerable<Breach> MemoryIsListedOnce(SystemPlan plan)
    {
        MemoryPlan[] ranges = [.. plan.Machine.Memory.OrderBy(memory => memory.Range.Start)];
        foreach ((MemoryPlan lower, MemoryPlan upper) in ranges.Zip(ranges.Skip(1)))
        {
            if (lower.Range.Overlaps(upper.Range))
            {
                yield return new Breach(
                    upper.Place, $"memory {upper.Range} overlaps {lower.Range}", "list every address once");
            }
        }
    }

    [Rule("MHV0603", "The console is one of the four serial ports of a PC.")]
    public static IEnumerable<Breach> ConsoleIsSerial(SystemPlan plan)
    {
        if (!plan.Machine.IsBroken && !_serialPorts.Contains(plan.Machine.ConsolePort))
        {
            yield return new Breach(
                plan.Machine.ConsolePortPlace, $"0x{plan.Machine.ConsolePort:X} is no serial port",
                "write 0x3f8, 0x2f8, 0x3e8 or 0x2e8");
        }
    }

    [Rule("MHV0604", "The console's baud rate divides 115,200.")]
    public static IEnumerable<Breach> BaudRateDivides(SystemPlan plan)
    {
        ulong baud = plan.Machine.ConsoleBaud;
        bool isPossible = baud != 0
            && MachinePlan.SerialClockBaud % baud == 0
            && MachinePlan.SerialClockBaud / baud <= 0xFFFF;
        if (!plan.Machine.IsBroken && !isPossible)
        {
            yield return new Breach(
                plan.Machine.ConsoleBaudPlace,
                $"a serial port cannot run at {baud} baud",
                "write 115200, 57600, 38400, 19200 or 9600");
        }
    }

    [Rule("MHV0607", "A machine has 1 to 64 CPUs.")]
    public static IEnumerable<Breach> CpusAreFewEnough(SystemPlan plan)
    {
        const ulong MaxCpus = 64;
        if (plan.Machine.CpuCount is 0 or > MaxCpus)
        {
            yield return new Breach(
                plan.Machine.CpuCountPlace, $"a machine of {plan.Machine.CpuCount} CPUs cannot be planned for",
                $"choose 1 to {MaxCpus}");
        }
    }

    [Rule("MHV0608", "A local APIC id is at most 0xFFFFFFFE.")]
    public static IEnumerable<Breach> ApicIdsExist(SystemPlan plan) =>
        from id in plan.Machine.ApicIds ?? []
        where id.Value >= uint.MaxValue
        select new Breach(id.Place, $"no CPU has local APIC id 0x{id.Value:X}", "write the ids of CPUs, or leave 'apic-ids' out");

    [Rule("MHV0613", "[machine].apic-ids names as many CPUs as [machine].cpus counts.")]
    public static IEnumerable<Breach> ApicIdsAreOfAllCpus(SystemPlan plan)
    {
        if (plan.Machine.ApicIds is { } ids && (ulong)ids.Count != plan.Machine.CpuCount && !plan.Machine.IsBroken)
        {
            yield return new Breach(
                ids.Count == 0 ? plan.Machine.Place : ids[0].Place,
                $"{ids.Count} of {plan.Machine.CpuCount} local APIC ids are written",
                "write one for each CPU, CPU 0 first, or leave 'apic-ids' out");
        }
    }

    [Rule("MHV0614", "No two CPUs have one local APIC id.")]
    public static IEnumerable<Breach> ApicIdsDiffer(SystemPlan plan) =>
        from same in (plan.Machine.ApicIds ?? []).GroupBy(id => id.Value)
        from id in same.Skip(1)
        select new Breach(id.Place, $"local APIC id {id.Value} is written twice", "write the id of another CPU");

    [Rule("MHV0615", "[trace].buffer is a multiple of 4 KiB, from 8 KiB to 64 MiB.")]
    public static IEnumerable<Breach> TraceFits(SystemPlan plan)
    {
        if (plan.Trace.BufferSizeBytes is { } size && !TracePlan.IsPossible(size.Value))
        {
            yield return new Breach(
                size.Place, $"no CPU can have a trace of {Units.FormatSize(size.Value)}",
                $"write a multiple of 4KiB from {Units.FormatSize(TracePlan.MinBufferSizeBytes)} to "
                + $"{Units.FormatSize(TracePlan.MaxBufferSizeBytes)}, or leave 'buffer' out");
        }
    }

    [Rule("MHV0609", "A TSC runs at 1 MHz to 100 GHz.")]
    public static IEnumerable<Breach> TscIsSensible(SystemPlan plan)
    {
        const ulong Least = 1_000_000;
        const ulong Most = 100_000_000_000;
        if (plan.Machine.Tsc is { } tsc && tsc.Value is < Least or > Most)
        {
            yield return new Breach(
                tsc.Place, $"no TSC runs at {Units.FormatFrequency(tsc.Value)}",
                $"write one from {Units.FormatFrequency(Least)} to {Units.FormatFrequency(Most)}");
        }
    }

    [Rule("MHV0610", "Ranges of [machine].memory end at 2^52.")]
    public static IEnumerable<Breach> MemoryEndsInTime(SystemPlan plan)
    {
        const ulong Limit = 1UL << 52;
        return plan.Machine.Memory
            .Where(memory => memory.Range.Start > Limit || memory.Range.SizeBytes > Limit - memory.Range.Start)
            .Select(memory => new Breach(
                memory.Place, $"memory {memory.Range} reaches beyond what a processor can address",
                $"keep it below 0x{Limit:X}"));
    }

    [Rule("MHV0611", "Somebody uses every range of [machine].memory.", Severity = Severity.Note)]
    public static IEnumerable<Breach> MemoryIsUsed(SystemPlan plan) =>
        plan.Machine.Memory
            .Where(memory => !plan.Regions.Any(region => !region.IsDevice && memory.Range.Overlaps(region.Host)))
            .Select(memory => new Breach(
                memory.Place, $"no region lies in memory {memory.Range}", "leave it out if it is not a reserve"));

    [Rule("MHV0616", "Every CPU that [machine].cpus counts has a window or background time in some schedule.", Severity = Severity.Note)]
    public static IEnumerable<Breach> CpusAreUsed(SystemPlan plan)
    {
        HashSet<ulong> used = [.. plan.Partitions.SelectMany(partition => partition.Cpus)];
        for (ulong cpu = 0; cpu < plan.Machine.CpuCount; cpu++)
        {
            if (!used.Contains(cpu))
            {
                yield return new Breach(
                    plan.Machine.CpuCountPlace, $"CPU {cpu} has nothing to do in any schedule", "count fewer CPUs, or give it a window");
            }
        }
    }

    [Rule("MHV0605", "The blob, with all images, has at most 1 GiB.")]
    public static IEnumerable<Breach> BlobIsSmallEnough(SystemPlan plan)
    {
        if (plan.Kernel.BlobSizeBytes > BlobLimit)
        {
            yield return new Breach(
                Place.Start, $"the blob has {Units.FormatSize(plan.Kernel.BlobSizeBytes)}",
                $"make images smaller: {Units.FormatSize(BlobLimit)} is the most");
        }
    }

    [Rule("MHV0606", "The kernel's pool has at most 1 GiB and ends below 4 GiB.")]
    public static IEnumerable<Breach> PoolIsSmallEnough(SystemPlan plan)
    {
        if (plan.Kernel.PoolSizeBytes > PoolLimit || plan.Kernel.Memory.End > KernelLimit)
        {
            yield return new Breach(
                Place.Start,
                $"the kernel needs {plan.Kernel.PoolFrames} frames for its tables, up to 0x{plan.Kernel.Memory.End:X}",
                "align large regions to 2MiB or make them smaller");
        }
    }
}
