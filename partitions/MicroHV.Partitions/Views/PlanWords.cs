// What only a description knows, added to a view.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>Adds the author's words to the view of a blob, and takes them away again.</summary>
public static class PlanWords
{
    /// <summary>The view with what <paramref name="plan"/> knows beyond its blob.</summary>
    internal static SystemView Add(SystemView view, SystemPlan plan) => view with
    {
        Schedules = [.. view.Schedules.Zip(plan.Schedules, (schedule, planned) => schedule with
        {
            Shares = [.. schedule.Shares.Select(share => share with
            {
                PeriodNanoseconds = planned.DemandOf(share.PartitionIndex)?.Period.Value,
                DurationNanoseconds = planned.DemandOf(share.PartitionIndex)?.Duration.Value,
            })],
        })],
        Partitions = [.. view.Partitions.Zip(plan.Partitions, WithWords)],
        Memory = plan.Machine.Memory.Aggregate(
            view.Memory, (memory, listed) => MemoryMap.WithRest(memory, listed.Range, MemoryKind.Free)),
    };

    /// <summary>
    /// The view that an image of the same system gives, name and origin aside: without the author's words and without free
    /// memory.
    /// </summary>
    public static SystemView Without(SystemView view) => view with
    {
        Schedules = [.. view.Schedules.Select(schedule => schedule with
        {
            Shares = [.. schedule.Shares.Select(
                share => share with { PeriodNanoseconds = null, DurationNanoseconds = null })],
        })],
        Partitions = [.. view.Partitions.Select(partition => partition with
        {
            Image = null,
            PeriodNanoseconds = null,
            DurationNanoseconds = null,
            Regions = [.. partition.Regions.Select(region => region with { SharedName = null, Reason = null })],
            Ports = [.. partition.Ports.Select(port => port with { Reasons = [] })],
            Msrs = [.. partition.Msrs.Select(msr => msr with { Reasons = [] })],
        })],
        Memory = [.. view.Memory.Where(range => range.Kind != MemoryKind.Free)],
    };

    // Records of regions have the order of the plan.
    private static PartitionView WithWords(PartitionView view, PartitionPlan plan) => view with
    {
        Image = plan.Image?.ShownPath,
        PeriodNanoseconds = plan.Period?.Value,
        DurationNanoseconds = plan.Duration?.Value,
        Regions = [.. view.Regions.Zip(plan.Regions, (region, planned) => region with
        {
            SharedName = planned.SharedName,
            Reason = planned.Reason,
        })],
        Ports = [.. view.Ports.Select(port => port with
        {
            Reasons = [.. plan.Ports
                .Where(grant => grant.Reaches(port.First, port.Last) && !string.IsNullOrWhiteSpace(grant.Reason))
                .Select(grant => grant.Reason!)
                .Distinct()],
        })],
        Msrs = [.. view.Msrs.Select(msr => msr with
        {
            Reasons = [.. plan.Msrs
                .Where(grant => grant.First <= msr.Last && msr.First <= grant.Last && !string.IsNullOrWhiteSpace(grant.Reason))
                .Select(grant => grant.Reason!)
                .Distinct()],
        })],
    };
}
