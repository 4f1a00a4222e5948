// Rules about windows, and about what they are on.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>The major frame and its windows.</summary>
internal static class WindowRules
{
    private const ulong MaxMajorFrameNanoseconds = 3_600_000_000_000;

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
            $"the window of '{window.Partition.Name}' ends at {Units.FormatTime(window.EndNanoseconds)} "
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
            $"the window of '{pair.Second.Partition.Name}' begins at "
            + $"{Units.FormatTime(pair.Second.StartNanoseconds)}, before the one of '{pair.First.Partition.Name}' "
            + $"ends at {Units.FormatTime(pair.First.EndNanoseconds)}",
            "sort windows by start and let none overlap");

    [Rule("MHV0304", "A window lasts at least 50 us.")]
    public static IEnumerable<Breach> WindowsAreLongEnough(SystemPlan plan) =>
        Windows(plan)
            .Where(window => window.DurationNanoseconds < SchedulePlan.MinWindowNanoseconds)
            .Select(window => new Breach(
                window.DurationPlace,
                $"the window of '{window.Partition.Name}' lasts {Units.FormatTime(window.DurationNanoseconds)}",
                $"give it at least {Units.FormatTime(SchedulePlan.MinWindowNanoseconds)}"));

    [Rule("MHV0305", "Every window belongs to a partition of the system.")]
    public static IEnumerable<Breach> WindowsBelongToPartitions(SystemPlan plan)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name).Where(name => name.Length != 0)];
        if (names.Length == 0)
        {
            yield break;
        }

        foreach (WindowPlan window in Windows(plan).Where(window => window.Partition.Index is null))
        {
            yield return new Breach(
                window.Partition.Place, $"no partition is called '{window.Partition.Name}'",
                $"did you mean '{NearestName.Of(window.Partition.Name, names)}'?");
        }
    }

    [Rule("MHV0306", "Every partition has a window or background time in every schedule that does not say that it is absent.")]
    public static IEnumerable<Breach> PartitionsHaveWindows(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules)
        {
            // A window that could not be read, or whose partition is misspelt, may be the missing one.
            if (schedule.IsBroken || Users(schedule).Any(user => user.Partition.Index is null))
            {
                continue;
            }

            HashSet<int?> served =
                [.. Users(schedule).Select(user => user.Partition.Index), .. schedule.Absent.Select(name => name.Index)];
            HashSet<string> names = [];
            foreach (PartitionPlan partition in plan.Partitions.Where(partition => partition.Name.Length != 0))
            {
                if (names.Add(partition.Name) && !served.Contains(partition.Index))
                {
                    yield return plan.Schedules.Count == 1
                        ? new Breach(
                            partition.NamePlace, $"partition '{partition.Name}' has no window, so it would never run",
                            "add one to [schedule].windows")
                        : new Breach(
                            schedule.NamePlace, $"schedule '{schedule.Name}' has no window of partition '{partition.Name}'",
                            $"add one, or say absent = [\"{partition.Name}\"]");
                }
            }
        }
    }

    [Rule("MHV0307", "A partition has at most 128 windows in all schedules together.")]
    public static IEnumerable<Breach> WindowsAreFewEnough(SystemPlan plan) =>
        from windows in Windows(plan).GroupBy(window => window.Partition.Index)
        where windows.Key is not null
        from window in windows.Skip(InformationPage.MaxWindows).Take(1)
        select new Breach(
            window.Place, $"partition '{window.Partition.Name}' has more than {InformationPage.MaxWindows} windows",
            "join some or shorten the major frame");

    [Rule("MHV0308", "A window or background time is on a CPU that [machine].cpus counts.")]
    public static IEnumerable<Breach> WindowsHaveCpus(SystemPlan plan) =>
        Users(plan)
            .Where(user => user.Cpu.Value >= Math.Max(1, plan.Machine.CpuCount))
            .Select(user => new Breach(
                user.Cpu.Place,
                $"the {user.What} of '{user.Partition.Name}' is on CPU {user.Cpu.Value}, and the machine has "
                + $"{plan.Machine.CpuCount}",
                "count CPUs from 0, or set [machine].cpus"));

    [Rule("MHV0309", "A window or background time belongs to a virtual CPU that its partition has.")]
    public static IEnumerable<Breach> WindowsHaveVcpus(SystemPlan plan) =>
        from user in Users(plan)
        from partition in plan.Partitions.Where(partition => partition.Index == user.Partition.Index)
        where user.Vcpu.Value >= Math.Max(1, partition.VcpuCount.Value)
        select new Breach(
            user.Vcpu.Place,
            $"the {user.What} is for virtual CPU {user.Vcpu.Value} of '{partition.Name}', which has "
            + $"{partition.VcpuCount.Value}",
            "count virtual CPUs from 0, or set 'vcpus'");

    [Rule("MHV0310", "All windows of a virtual CPU and its background time, in all schedules, are on one CPU.")]
    public static IEnumerable<Breach> VcpusStayOnOneCpu(SystemPlan plan)
    {
        // One that the machine does not have is said to be missing.
        IEnumerable<User> users = Users(plan)
            .Where(user => user.Partition.Index is not null && user.Cpu.Value < plan.Machine.CpuCount);
        Dictionary<(int? Partition, ulong Vcpu), User> homes = [];
        foreach (User user in users)
        {
            (int? Partition, ulong Vcpu) vcpu = (user.Partition.Index, user.Vcpu.Value);
            if (!homes.TryAdd(vcpu, user) && homes[vcpu].Cpu.Value != user.Cpu.Value)
            {
                string other = homes[vcpu].What == user.What ? "another" : $"its {homes[vcpu].What}";
                yield return new Breach(
                    user.Cpu.Place,
                    $"'{user.Partition.Name}' has a {user.What} on CPU {user.Cpu.Value} and {other} on CPU {homes[vcpu].Cpu.Value}",
                    "put all windows of a virtual CPU on one CPU");
            }
        }
    }

    [Rule("MHV0311", "Every virtual CPU of a partition has a window or background time in every schedule in which the partition has one.")]
    public static IEnumerable<Breach> VcpusHaveWindows(SystemPlan plan)
    {
        foreach (SchedulePlan schedule in plan.Schedules.Where(schedule => !schedule.IsBroken))
        {
            foreach (PartitionPlan partition in plan.Partitions.Where(partition => partition.VcpuCount.Value is > 1 and <= VcpuRecord.MaxPerPartition))
            {
                HashSet<ulong> served =
                [
                    .. Users(schedule)
                        .Where(user => user.Partition.Index == partition.Index)
                        .Select(user => user.Vcpu.Value),
                ];
                // A window of one that the partition does not have may be the missing one.
                bool isOrderly = served.Count != 0 && served.Max() < partition.VcpuCount.Value;
                for (ulong vcpu = 0; isOrderly && vcpu < partition.VcpuCount.Value; vcpu++)
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
            && pair.First.Partition.Index is not null
            && (pair.First.Partition.Index, pair.First.Vcpu.Value) == (pair.Second.Partition.Index, pair.Second.Vcpu.Value)
        select new Breach(
            pair.Second.Place, $"'{pair.Second.Partition.Name}' has this window and the one before it without a gap",
            "write one window if nothing is to happen between them");

    [Rule("MHV0317", "A partition has 1 to 64 virtual CPUs.")]
    public static IEnumerable<Breach> VcpusAreFewEnough(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => partition.VcpuCount.Value is 0 or > VcpuRecord.MaxPerPartition)
            .Select(partition => new Breach(
                partition.VcpuCount.Place,
                $"partition '{partition.Name}' cannot have {partition.VcpuCount.Value} virtual CPUs",
                $"choose 1 to {VcpuRecord.MaxPerPartition}"));

    private static IEnumerable<WindowPlan> Windows(SystemPlan plan) =>
        plan.Schedules.SelectMany(schedule => schedule.Windows);

    private static IEnumerable<User> Users(SystemPlan plan) => plan.Schedules.SelectMany(Users);

    private static IEnumerable<User> Users(SchedulePlan schedule) =>
        schedule.Windows
            .Select(window => new User("window", window.Partition, window.Cpu, window.Vcpu))
            .Concat(schedule.Background
                .Select(background => new User("background", background.Partition, background.Cpu, background.Vcpu)));

    // Who has time of a CPU, and what it is called.
    private sealed record User(string What, NamedPartition Partition, Written<ulong> Cpu, Written<ulong> Vcpu);
}
