// Rules about what this version of the kernel runs; descriptions may say more.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Rules;

/// <summary>What the description's format has and the kernel has not yet.</summary>
internal static class KernelLimitRules
{
    [Rule("MHV0902", "This version of the kernel runs one schedule.")]
    public static IEnumerable<Breach> OneScheduleRuns(SystemPlan plan) =>
        plan.Schedules.Skip(1).Select(schedule => new Breach(
            schedule.Place, $"the kernel cannot run schedule '{schedule.Name}' beside '{plan.Schedule.Name}'",
            "leave all but one out"));

    [Rule("MHV0903", "This version of the kernel gives a partition one virtual CPU.")]
    public static IEnumerable<Breach> OneVcpuRuns(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.VcpuCount.Value > 1)
            .Select(partition => new Breach(
                partition.VcpuCount.Place,
                $"the kernel cannot give '{partition.Name}' {partition.VcpuCount.Value} virtual CPUs",
                "leave 'vcpus' out"));
}
