// Decides everything that system.toml leaves open.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// From <see cref="SystemFile"/> to <see cref="SystemPlan"/>: defaults, numbering, contents, physical placement.
/// </summary>
public static class Planner
{
    /// <summary>The plan of <paramref name="file"/>, with a place for everything that has one.</summary>
    /// <param name="file">The description.</param>
    /// <param name="kernel">Where the kernel was linked.</param>
    /// <param name="findings">What is wrong with it.</param>
    /// <param name="trace">Bytes of each CPU's trace where the description has none; null for no trace there.</param>
    public static SystemPlan Plan(
        SystemFile file, KernelLayout kernel, Findings findings, Written<ulong>? trace = null)
    {
        List<PartitionPlan> partitions = [];
        foreach (PartitionSection section in file.Partitions)
        {
            partitions.Add(PartitionPlanner.Plan(file, section, partitions.Count));
        }

        SystemPlan plan = new()
        {
            Name = Path.GetFileName(file.Folder),
            Path = file.Path,
            Machine = PlanMachine(file.Machine),
            Schedules = [.. SchedulePlanner.Plan(file, partitions)],
            InitialScheduleName = file.InitialSchedule,
            Health = HealthPlanner.Plan(file),
            OverrunTolerance = file.Health.OverrunTolerance,
            HardwareWatchdog = PlanWatchdog(file.Health.HardwareWatchdog),
            Trace = new TracePlan(file.Trace.BufferSizeBytes ?? trace),
            ExpectedErrors = [.. file.Expect.Errors.Select(
                error => new ExpectedErrorPlan(error.Place, error.Value.Partition, error.Value.Error))],
            ExpectedRestarts = file.Expect.Restarts,
            ExpectedSchedule = file.Expect.Schedule,
            WindowBound = file.Expect.WindowBound,
            ExpectedResets = file.Expect.Resets?.Value ?? 0,
            Partitions = partitions,
        };
        foreach (PartitionPlan partition in plan.Partitions)
        {
            partition.Cpus = SchedulePlanner.CpusOf(partition, plan.Schedules);
            PartitionPlanner.Fill(partition, plan);
        }

        plan.Kernel = new KernelPlan(kernel, new BlobLayout(plan).SizeBytes, 0);
        plan.Kernel = plan.Kernel with { PoolFrames = PoolEstimate.Frames(plan) };
        FramePlacement.Place(plan, findings);
        return plan;
    }

    private static HardwareWatchdogPlan? PlanWatchdog(HardwareWatchdogSection section) => section.Device is { } device
        ? new HardwareWatchdogPlan(
            section.Timeout?.Place ?? device.Place, HardwareWatchdog.Ib700, section.Timeout?.Value ?? HardwareWatchdogPlan.StepNanoseconds)
        : null;

    private static MachinePlan PlanMachine(MachineSection section) => new()
    {
        Place = section.Place,
        IsBroken = section.IsBroken,
        Memory = [.. section.Memory.Select(
            memory => new MemoryPlan(memory.Place, new AddressRange(memory.At.Value, memory.SizeBytes.Value)))],
        Vendor = section.Vendor?.Value switch
        {
            "intel" => Vendor.Intel,
            "amd" => Vendor.Amd,
            _ => Vendor.Any,
        },
        Tsc = section.TscHertz,
        ApicIds = section.ApicIds,
        CpuCount = section.Cpus?.Value ?? 1,
        CpuCountPlace = section.Cpus?.Place ?? section.Place,
        ConsolePort = section.Console.Port?.Value ?? 0,
        ConsolePortPlace = section.Console.Port?.Place ?? section.Place,
        ConsoleBaud = section.Console.Baud?.Value ?? 0,
        ConsoleBaudPlace = section.Console.Baud?.Place ?? section.Place,
    };
}
