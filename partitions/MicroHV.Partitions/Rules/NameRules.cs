// Rules about names, texts and how many there may be.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>What things are called and how many there are.</summary>
internal static class NameRules
{
    [Rule("MHV0101", "A partition's name has 1 to 31 characters, each a lower-case letter, a digit or a hyphen.")]
    public static IEnumerable<Breach> PartitionNamesAreOrderly(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => !(partition.IsBroken && partition.Name.Length == 0))
            .Where(partition => !OrderlyName.IsName(partition.Name, OrderlyName.MaxPartitionLength))
            .Select(partition => new Breach(
                partition.NamePlace,
                $"'{partition.Name}' is no name for a partition",
                OrderlyName.WayOut(OrderlyName.MaxPartitionLength)));

    [Rule("MHV0102", "No two partitions have the same name.")]
    public static IEnumerable<Breach> PartitionNamesAreUnique(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.Name.Length != 0)
            .GroupBy(partition => partition.Name)
            .SelectMany(namesakes => namesakes.Skip(1))
            .Select(partition => new Breach(
                partition.NamePlace, $"another partition is called '{partition.Name}'", "rename one of them"));

    [Rule("MHV0103", "A region's name has 1 to 23 characters, each a lower-case letter, a digit or a hyphen.")]
    public static IEnumerable<Breach> RegionNamesAreOrderly(SystemPlan plan) =>
        plan.Regions
            .Where(region => !OrderlyName.IsName(region.Name, RegionRecord.NameSizeBytes - 1))
            .Select(region => new Breach(
                region.Places.Name,
                $"'{region.Name}' is no name for a region",
                OrderlyName.WayOut(RegionRecord.NameSizeBytes - 1)));

    [Rule(
        "MHV0104",
        "No two regions of a partition have the same name; 'ram', 'information' and 'boot-tables' are taken.")]
    public static IEnumerable<Breach> RegionNamesAreUnique(SystemPlan plan) =>
        plan.Partitions
            .SelectMany(partition => partition.Regions.GroupBy(region => region.Name))
            .Where(namesakes => namesakes.Count() > 1)
            .Select(namesakes => namesakes.MaxBy(region => region.Places.Name)!)
            .Select(region => new Breach(
                region.Places.Name, $"partition '{region.PartitionName}' has another region '{region.Name}'", "rename it"));

    [Rule("MHV0105", "A partition's arguments have at most 255 bytes of UTF-8 and no zero.")]
    public static IEnumerable<Breach> ArgumentsFit(SystemPlan plan)
    {
        const int Limit = InformationPage.ArgumentsSizeBytes - 1;
        foreach (PartitionPlan partition in plan.Partitions)
        {
            int size = Encoding.UTF8.GetByteCount(partition.Arguments);
            if (size > Limit)
            {
                yield return new Breach(
                    partition.ArgumentsPlace, $"the arguments of '{partition.Name}' have {size} bytes",
                    $"shorten them to {Limit}");
            }

            if (partition.Arguments.Contains('\0'))
            {
                yield return new Breach(
                    partition.ArgumentsPlace, $"the arguments of '{partition.Name}' contain a zero", "leave it out");
            }
        }
    }

    [Rule("MHV0106", "A system has at most 256 partitions.")]
    public static IEnumerable<Breach> PartitionsAreFewEnough(SystemPlan plan)
    {
        if (plan.Partitions.Count > SystemHeader.MaxPartitions)
        {
            PartitionPlan first = plan.Partitions[(int)SystemHeader.MaxPartitions];
            yield return new Breach(
                first.Place, $"the system has {plan.Partitions.Count} partitions",
                $"{SystemHeader.MaxPartitions} are the most that the kernel runs");
        }
    }

    [Rule("MHV0107", "A partition has at most 64 regions.")]
    public static IEnumerable<Breach> RegionsAreFewEnough(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.Regions.Count > InformationPage.MaxRegions)
            .Select(partition => new Breach(
                partition.Place, $"partition '{partition.Name}' has {partition.Regions.Count} regions",
                $"join some: {InformationPage.MaxRegions} are the most"));

    [Rule("MHV0108", "A schedule's name has 1 to 31 characters, each a lower-case letter, a digit or a hyphen.")]
    public static IEnumerable<Breach> ScheduleNamesAreOrderly(SystemPlan plan) =>
        plan.Schedules
            .Where(schedule => !schedule.IsBroken && !OrderlyName.IsName(schedule.Name, OrderlyName.MaxPartitionLength))
            .Select(schedule => new Breach(
                schedule.NamePlace,
                $"'{schedule.Name}' is no name for a schedule",
                OrderlyName.WayOut(OrderlyName.MaxPartitionLength)));

    [Rule("MHV0109", "No two schedules have the same name.")]
    public static IEnumerable<Breach> ScheduleNamesAreUnique(SystemPlan plan) =>
        plan.Schedules
            .GroupBy(schedule => schedule.Name)
            .SelectMany(namesakes => namesakes.Skip(1))
            .Select(schedule => new Breach(
                schedule.NamePlace, $"another schedule is called '{schedule.Name}'", "give each a 'name' of its own"));

    [Rule("MHV0110", "A name under which regions are shared has 1 to 31 characters, each a lower-case letter, a digit or a hyphen.")]
    public static IEnumerable<Breach> SharedNamesAreOrderly(SystemPlan plan) =>
        plan.Regions
            .Where(region => region.SharedName is string name && !OrderlyName.IsName(name, OrderlyName.MaxPartitionLength))
            .Select(region => new Breach(
                region.Places.Shared,
                $"'{region.SharedName}' is no name under which regions can be shared",
                OrderlyName.WayOut(OrderlyName.MaxPartitionLength)));

    [Rule("MHV0111", "No partition is called 'kernel' or 'microhv', which the output of a run keeps for itself.")]
    public static IEnumerable<Breach> PartitionsAreNotTheKernel(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.Name is "kernel" or "microhv")
            .Select(partition => new Breach(
                partition.NamePlace, $"a partition cannot be called '{partition.Name}'", "choose another name"));

    [Rule("MHV0112", "A partition's arguments have no control characters.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> ArgumentsArePrintable(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.Arguments.Any(char.IsControl))
            .Select(partition => new Breach(
                partition.ArgumentsPlace, $"the arguments of '{partition.Name}' contain a control character",
                "leave it out if it is not meant"));
}
