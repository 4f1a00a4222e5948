// When the plan lets whom run, for pictures of runs.
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Reports;

/// <summary>A window of each major frame, in nanoseconds after its start.</summary>
/// <param name="Partition">Whose it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal sealed record PlannedWindow(int Partition, long Start, long End);

/// <summary>The schedule of a campaign's system.</summary>
/// <param name="Partitions">Names of the partitions.</param>
/// <param name="MajorFrame">Length of a major frame, in nanoseconds.</param>
/// <param name="Windows">Its windows, ascending.</param>
internal sealed record PlannedTime(IReadOnlyList<string> Partitions, long MajorFrame, IReadOnlyList<PlannedWindow> Windows)
{
    /// <summary>That of <paramref name="system"/>.</summary>
    public static PlannedTime Of(SystemPlan system) => new(
        [.. system.Partitions.Select(partition => partition.Name)],
        (long)system.Schedule.MajorFrameNanoseconds,
        [
            .. system.Schedule.Windows.Select(window => new PlannedWindow(
                window.Partition.Index!.Value, (long)window.StartNanoseconds, (long)window.EndNanoseconds)),
        ]);
}
