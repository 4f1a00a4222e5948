// Rules about the schedule.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>The major frame and its windows.</summary>
internal static class WindowRules
{
    private const ulong MinWindowNanoseconds = 50_000;
    private const ulong MaxMajorFrameNanoseconds = 3_600_000_000_000;

    [Rule("MHV0301", "The major frame lasts from 50 us to one hour.")]
    public static IEnumerable<Breach> MajorFrameIsSensible(SystemPlan plan)
    {
        ulong length = plan.Schedule.MajorFrameNanoseconds;
        if (!plan.Schedule.IsBroken && (length < MinWindowNanoseconds || length > MaxMajorFrameNanoseconds))
        {
            yield return new Breach(
                plan.Schedule.MajorFramePlace, $"a major frame of {Units.FormatTime(length)} cannot be kept",
                $"choose one from {Units.FormatTime(MinWindowNanoseconds)} "
                + $"to {Units.FormatTime(MaxMajorFrameNanoseconds)}");
        }
    }

    [Rule("MHV0302", "Every window ends inside the major frame.")]
    public static IEnumerable<Breach> WindowsEndInTheMajorFrame(SystemPlan plan) =>
        plan.Schedule.Windows
            .Where(window => plan.Schedule.MajorFrameNanoseconds != 0)
            .Where(window => window.EndNanoseconds > plan.Schedule.MajorFrameNanoseconds)
            .Select(window => new Breach(
                window.Place,
                $"the window of '{window.PartitionName}' ends at {Units.FormatTime(window.EndNanoseconds)} "
                + $"but the major frame at {Units.FormatTime(plan.Schedule.MajorFrameNanoseconds)}",
                "shorten it or lengthen major-frame"));

    [Rule("MHV0303", "Windows are listed by start, and none begins before the one before it ends.")]
    public static IEnumerable<Breach> WindowsFollowEachOther(SystemPlan plan) =>
        plan.Schedule.Windows
            .Zip(plan.Schedule.Windows.Skip(1))
            .Where(pair => pair.Second.StartNanoseconds < pair.First.EndNanoseconds)
            .Select(pair => new Breach(
                pair.Second.Place,
                $"the window of '{pair.Second.PartitionName}' begins at "
                + $"{Units.FormatTime(pair.Second.StartNanoseconds)}, before the one of '{pair.First.PartitionName}' "
                + $"ends at {Units.FormatTime(pair.First.EndNanoseconds)}",
                "sort windows by start and let none overlap"));

    [Rule("MHV0304", "A window lasts at least 50 us.")]
    public static IEnumerable<Breach> WindowsAreLongEnough(SystemPlan plan) =>
        plan.Schedule.Windows
            .Where(window => window.DurationNanoseconds < MinWindowNanoseconds)
            .Select(window => new Breach(
                window.DurationPlace,
                $"the window of '{window.PartitionName}' lasts {Units.FormatTime(window.DurationNanoseconds)}",
                $"give it at least {Units.FormatTime(MinWindowNanoseconds)}"));

    [Rule("MHV0305", "Every window belongs to a partition of the system.")]
    public static IEnumerable<Breach> WindowsBelongToPartitions(SystemPlan plan)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name).Where(name => name.Length != 0)];
        if (names.Length == 0)
        {
            yield break;
        }

        foreach (WindowPlan window in plan.Schedule.Windows.Where(window => window.PartitionIndex is null))
        {
            yield return new Breach(
                window.PartitionPlace, $"no partition is called '{window.PartitionName}'",
                $"did you mean '{NearestName.Of(window.PartitionName, names)}'?");
        }
    }

    [Rule("MHV0306", "Every partition has a window.")]
    public static IEnumerable<Breach> PartitionsHaveWindows(SystemPlan plan)
    {
        // A window that could not be read, or whose partition is misspelt, may be the missing one.
        bool isAnyWindowLost = plan.Schedule.IsBroken
            || plan.Schedule.Windows.Any(window => window.PartitionIndex is null);
        return plan.Partitions
            .Where(partition => !isAnyWindowLost && partition.Name.Length != 0)
            .Where(partition => !InformationPageWriter.WindowsOf(partition, plan.Schedule).Any())
            .Where(partition => plan.Partitions.First(namesake => namesake.Name == partition.Name) == partition)
            .Select(partition => new Breach(
                partition.NamePlace, $"partition '{partition.Name}' has no window, so it would never run",
                "add one to [schedule].windows"));
    }

    [Rule("MHV0307", "A partition has at most 16 windows in a major frame.")]
    public static IEnumerable<Breach> WindowsAreFewEnough(SystemPlan plan) =>
        plan.Partitions
            .SelectMany(partition => InformationPageWriter
                .WindowsOf(partition, plan.Schedule)
                .Skip(InformationPage.MaxWindows)
                .Take(1))
            .Select(window => new Breach(
                window.Place, $"partition '{window.PartitionName}' has more than {InformationPage.MaxWindows} windows",
                "join some or shorten the major frame"));
}
