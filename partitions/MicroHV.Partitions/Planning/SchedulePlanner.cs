// Decides what [[schedule]] leaves open.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>From sections to schedules, and the CPU of each virtual CPU.</summary>
internal static class SchedulePlanner
{
    /// <summary>The schedules of <paramref name="file"/>.</summary>
    public static IEnumerable<SchedulePlan> Plan(SystemFile file, IReadOnlyList<PartitionPlan> partitions)
    {
        // Of two partitions with one name, which is an error, the first is meant.
        Dictionary<string, int> numbers = partitions
            .GroupBy(partition => partition.Name)
            .ToDictionary(namesakes => namesakes.Key, namesakes => namesakes.First().Index);

        // Without a schedule, which is an error that was told, rules and prepared contents still have one to look at.
        IReadOnlyList<ScheduleSection> sections = file.Schedules.Count == 0
            ? [new ScheduleSection { IsBroken = true, Place = Place.Start }]
            : file.Schedules;
        return sections.Select(section => Plan(section, numbers, partitions));
    }

    /// <summary>The CPU of each virtual CPU of <paramref name="partition"/>: that of its first window.</summary>
    public static IReadOnlyList<ulong> CpusOf(PartitionPlan partition, IReadOnlyList<SchedulePlan> schedules)
    {
        // More is an error, and nobody shall wait for as many as an author can write.
        ulong[] cpus = new ulong[Math.Clamp(partition.VcpuCount.Value, 1, VcpuRecord.MaxPerPartition)];
        IEnumerable<(Written<ulong> Vcpu, Written<ulong> Cpu)> places = schedules.SelectMany(schedule => schedule.Windows
            .Where(window => window.Partition.Index == partition.Index)
            .Select(window => (window.Vcpu, window.Cpu))
            .Concat(schedule.Background
                .Where(background => background.Partition.Index == partition.Index)
                .Select(background => (background.Vcpu, background.Cpu))));

        // From the last to the first, so that the first one stays.
        foreach ((Written<ulong> vcpu, Written<ulong> cpu) in places.Reverse())
        {
            if (vcpu.Value < (ulong)cpus.Length)
            {
                cpus[vcpu.Value] = cpu.Value;
            }
        }

        return cpus;
    }

    private static SchedulePlan Plan(
        ScheduleSection section, Dictionary<string, int> numbers, IReadOnlyList<PartitionPlan> partitions)
    {
        DemandPlan[] ownDemands =
            [.. section.Demands.Select(demand => new DemandPlan(
                demand.Place, Named(demand.Partition), demand.Period, demand.Duration))];
        NamedPartition[] absent = [.. section.Absent.Select(Named)];
        return new SchedulePlan
        {
            Place = section.Place,
            IsBroken = section.IsBroken,
            Name = section.Name?.Value ?? "",
            NamePlace = section.Name?.Place ?? section.Place,
            MajorFrameNanoseconds = section.MajorFrame?.Value ?? 0,
            MajorFramePlace = section.MajorFrame?.Place ?? section.Place,
            Windows = [.. section.Windows.Select(window => new WindowPlan(
                window.Place,
                Named(window.Partition),
                window.Start.Value,
                window.Duration.Value,
                window.Duration.Place,
                window.Cpu ?? new Written<ulong>(0, window.Place),
                window.Vcpu ?? new Written<ulong>(0, window.Place),
                window.BeginsPeriod))],
            Background = [.. section.Background.Select(background => new BackgroundPlan(
                background.Place,
                Named(background.Partition),
                background.Cpu ?? new Written<ulong>(0, background.Place),
                background.Vcpu ?? new Written<ulong>(0, background.Place)))],
            Absent = absent,
            OwnDemands = ownDemands,
            Demands = [.. Demands(ownDemands, absent, partitions)],
            Changes = [.. section.Changes.Select(change => new ChangePlan(
                change.Place, Named(change.Partition), HealthWords.ChangeOf(change.Action?.Value)))],
        };

        NamedPartition Named(Written<string> name) => new(
            name.Value, name.Place, numbers.TryGetValue(name.Value, out int number) ? number : null);
    }

    // What a partition says of itself holds in every schedule that it is in, unless the schedule says something else.
    private static IEnumerable<DemandPlan> Demands(
        DemandPlan[] own, NamedPartition[] absent, IReadOnlyList<PartitionPlan> partitions)
    {
        HashSet<int?> said = [.. own.Select(demand => demand.Partition.Index), .. absent.Select(name => name.Index)];
        return own.Concat(
            from partition in partitions
            where !said.Contains(partition.Index) && partition.Period is not null && partition.Duration is not null
            select new DemandPlan(
                partition.Duration!.Value.Place,
                new NamedPartition(partition.Name, partition.NamePlace, partition.Index),
                partition.Period!.Value,
                partition.Duration.Value));
    }
}
