// Rules about the schedule.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>The major frame and its windows.</summary>
internal static class WindowRules
{
    private const ulong MaxMajorFrameNanoseconds = 3_600_000_000_000;
    private const ulong MaxVcpus = 64;

    [Rule("MHV0301", "The major frame lasts from 50 us to one hour.")]
    public static IEnumerable<Breach> MajorFramesAreSensible(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules.Where(schedule => !schedule.IsBroken))
        {
            ulong length = schedule.MajorFrameNanoseconds;
            if (length is < SchedulePlan.MinWindowNanoseconds or > MaxMajorFrameNanoseconds)
            {
                yield return new Breach(
                    schedule.MajorFramePlace, $"a major frame of {Units.FormatTime(length)} cannot be kept",
                    $"choose one from {Units.FormatTime(SchedulePlan.MinWindowNanoseconds)} "
                    + $"to {Units.FormatTime(MaxMajorFrameNanoseconds)}");
            }
        }
    }

    [Rule("MHV0302", "Every window ends inside the major frame.")]
    public static IEnumerable<Breach> WindowsEndInTheMajorFrame(SystemPlan plan) =>
        from schedule in plan.Schedules
        where schedule.MajorFrameNanoseconds != 0
        from window in schedule.Windows
        where window.EndNanoseconds > schedule.MajorFrameNanoseconds
        select new Breach(
            window.Place,
            $"the window of '{window.PartitionName}' ends at {Units.FormatTime(window.EndNanoseconds)} "
            + $"but the major frame at {Units.FormatTime(schedule.MajorFrameNanoseconds)}",
            "shorten it or lengthen major-frame");

    [Rule("MHV0303", "Windows of one CPU are listed by start, and none begins before the one before it ends.")]
    public static IEnumerable<Breach> WindowsFollowEachOther(SystemPlan plan) =>
        from schedule in plan.Schedules
        from windows in schedule.Windows.GroupBy(window => window.Cpu.Value)
        from pair in windows.Zip(windows.Skip(1))
        where pair.Second.StartNanoseconds < pair.First.EndNanoseconds
        select new Breach(
            pair.Second.Place,
            $"the window of '{pair.Second.PartitionName}' begins at "
            + $"{Units.FormatTime(pair.Second.StartNanoseconds)}, before the one of '{pair.First.PartitionName}' "
            + $"ends at {Units.FormatTime(pair.First.EndNanoseconds)}",
            "sort windows by start and let none overlap");

    [Rule("MHV0304", "A window lasts at least 50 us.")]
    public static IEnumerable<Breach> WindowsAreLongEnough(SystemPlan plan) =>
        Windows(plan)
            .Where(window => window.DurationNanoseconds < SchedulePlan.MinWindowNanoseconds)
            .Select(window => new Breach(
                window.DurationPlace,
                $"the window of '{window.PartitionName}' lasts {Units.FormatTime(window.DurationNanoseconds)}",
                $"give it at least {Units.FormatTime(SchedulePlan.MinWindowNanoseconds)}"));

    [Rule("MHV0305", "Every window belongs to a partition of the system.")]
    public static IEnumerable<Breach> WindowsBelongToPartitions(SystemPlan plan)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name).Where(name => name.Length != 0)];
        if (names.Length == 0)
        {
            yield break;
        }

        foreach (WindowPlan window in Windows(plan).Where(window => window.PartitionIndex is null))
        {
            yield return new Breach(
                window.PartitionPlace, $"no partition is called '{window.PartitionName}'",
                $"did you mean '{NearestName.Of(window.PartitionName, names)}'?");
        }
    }

    [Rule("MHV0306", "Every partition has a window in every schedule.")]
    public static IEnumerable<Breach> PartitionsHaveWindows(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules)
        {
            // A window that could not be read, or whose partition is misspelt, may be the missing one.
            if (schedule.IsBroken || schedule.Windows.Any(window => window.PartitionIndex is null))
            {
                continue;
            }

            HashSet<int?> served = [.. schedule.Windows.Select(window => window.PartitionIndex)];
            HashSet<string> names = [];
            foreach (PartitionPlan partition in plan.Partitions.Where(partition => partition.Name.Length != 0))
            {
                if (names.Add(partition.Name) && !served.Contains(partition.Index))
                {
                    yield return new Breach(
                        partition.NamePlace, $"partition '{partition.Name}' has no window, so it would never run",
                        "add one to [schedule].windows");
                }
            }
        }
    }

    [Rule("MHV0307", "A partition has at most 16 windows in a major frame.")]
    public static IEnumerable<Breach> WindowsAreFewEnough(SystemPlan plan) =>
        from schedule in plan.Schedules
        from windows in schedule.Windows.GroupBy(window => window.PartitionIndex)
        where windows.Key is not null
        from window in windows.Skip(InformationPage.MaxWindows).Take(1)
        select new Breach(
            window.Place, $"partition '{window.PartitionName}' has more than {InformationPage.MaxWindows} windows",
            "join some or shorten the major frame");

    [Rule("MHV0308", "A window is on a CPU that [machine].cpus counts.")]
    public static IEnumerable<Breach> WindowsHaveCpus(SystemPlan plan) =>
        Windows(plan)
            .Where(window => window.Cpu.Value >= Math.Max(1, plan.Machine.CpuCount))
            .Select(window => new Breach(
                window.Cpu.Place,
                $"the window of '{window.PartitionName}' is on CPU {window.Cpu.Value}, and the machine has "
                + $"{plan.Machine.CpuCount}",
                "count CPUs from 0, or set [machine].cpus"));

    [Rule("MHV0309", "A window belongs to a virtual CPU that its partition has.")]
    public static IEnumerable<Breach> WindowsHaveVcpus(SystemPlan plan) =>
        from window in Windows(plan)
        from partition in plan.Partitions.Where(partition => partition.Index == window.PartitionIndex)
        where window.Vcpu.Value >= Math.Max(1, partition.VcpuCount.Value)
        select new Breach(
            window.Vcpu.Place,
            $"the window is for virtual CPU {window.Vcpu.Value} of '{partition.Name}', which has "
            + $"{partition.VcpuCount.Value}",
            "count virtual CPUs from 0, or set 'vcpus'");

    [Rule("MHV0310", "All windows of a virtual CPU, in all schedules, are on one CPU.")]
    public static IEnumerable<Breach> VcpusStayOnOneCpu(SystemPlan plan)
    {
        Dictionary<(int? Partition, ulong Vcpu), ulong> homes = [];
        foreach (WindowPlan window in Windows(plan).Where(window => window.PartitionIndex is not null))
        {
            (int? Partition, ulong Vcpu) vcpu = (window.PartitionIndex, window.Vcpu.Value);
            if (!homes.TryAdd(vcpu, window.Cpu.Value) && homes[vcpu] != window.Cpu.Value)
            {
                yield return new Breach(
                    window.Cpu.Place,
                    $"'{window.PartitionName}' has a window on CPU {window.Cpu.Value} and another on CPU {homes[vcpu]}",
                    "put all windows of a virtual CPU on one CPU");
            }
        }
    }

    [Rule("MHV0311", "Every virtual CPU of a partition has a window in every schedule in which the partition has one.")]
    public static IEnumerable<Breach> VcpusHaveWindows(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules.Where(schedule => !schedule.IsBroken))
        {
            foreach (PartitionPlan partition in plan.Partitions.Where(partition => partition.VcpuCount.Value is > 1 and <= MaxVcpus))
            {
                HashSet<ulong> served =
                [
                    .. schedule.Windows
                        .Where(window => window.PartitionIndex == partition.Index)
                        .Select(window => window.Vcpu.Value),
                ];
                for (ulong vcpu = 0; served.Count != 0 && vcpu < partition.VcpuCount.Value; vcpu++)
                {
                    if (!served.Contains(vcpu))
                    {
                        yield return new Breach(
                            partition.VcpuCount.Place,
                            $"virtual CPU {vcpu} of '{partition.Name}' has no window in schedule '{schedule.Name}'",
                            "add one, or have fewer virtual CPUs");
                    }
                }
            }
        }
    }

    [Rule("MHV0316", "Windows of one partition that touch are one window.", Severity = Severity.Note)]
    public static IEnumerable<Breach> WindowsAreJoined(SystemPlan plan) =>
        from schedule in plan.Schedules
        from windows in schedule.Windows.GroupBy(window => window.Cpu.Value)
        from pair in windows.Zip(windows.Skip(1))
        where pair.Second.StartNanoseconds == pair.First.EndNanoseconds
            && pair.First.PartitionIndex is not null
            && (pair.First.PartitionIndex, pair.First.Vcpu.Value) == (pair.Second.PartitionIndex, pair.Second.Vcpu.Value)
        select new Breach(
            pair.Second.Place, $"'{pair.Second.PartitionName}' has this window and the one before it without a gap",
            "write one window if nothing is to happen between them");

    [Rule("MHV0317", "A partition has 1 to 64 virtual CPUs.")]
    public static IEnumerable<Breach> VcpusAreFewEnough(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.VcpuCount.Value is 0 or > MaxVcpus)
            .Select(partition => new Breach(
                partition.VcpuCount.Place,
                $"partition '{partition.Name}' cannot have {partition.VcpuCount.Value} virtual CPUs",
                $"choose 1 to {MaxVcpus}"));

    private static IEnumerable<WindowPlan> Windows(SystemPlan plan) =>
        plan.Schedules.SelectMany(schedule => schedule.Windows);
}
