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
        if (!_serialPorts.Contains(plan.Machine.ConsolePort))
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
        if (!isPossible)
        {
            yield return new Breach(
                plan.Machine.ConsoleBaudPlace,
                $"a serial port cannot run at {baud} baud",
                "write 115200, 57600, 38400, 19200 or 9600");
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
