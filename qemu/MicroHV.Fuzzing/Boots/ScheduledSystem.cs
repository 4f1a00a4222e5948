// The small system with more schedules than one.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Fuzzing.Boots;

/// <summary>
/// Partition 0 is a system partition. Schedule 0 is that of <see cref="SmallSystem"/>; schedule 1 has a frame of 600 us, in which
/// partition 1 runs before partition 0; schedule 2 has a frame of 400 us for partition 1 alone, and partition 0 in the background.
/// </summary>
internal static class ScheduledSystem
{
    /// <summary>Windows of each schedule: start and end after the start of the frame, and whose they are.</summary>
    public static readonly (ulong Start, ulong End, uint Vcpu)[][] Windows =
    [
        SmallSystem.Windows,
        [(50_000, 250_000, 1), (250_000, 500_000, 0)],
        [(100_000, 300_000, 1)],
    ];

    /// <summary>Length of the major frame of each schedule.</summary>
    public static readonly ulong[] MajorFrameNanoseconds = [SmallSystem.MajorFrameNanoseconds, 600_000, 400_000];

    /// <summary>The schedule that has a virtual CPU in the background, and which one.</summary>
    public const uint BackgroundSchedule = 2;

    /// <summary>The virtual CPU in the background.</summary>
    public const uint BackgroundVcpu = 0;

    /// <summary>The blob.</summary>
    public static byte[] Blob(ulong frameLimit)
    {
        SystemPlan small = SmallSystem.Plan;
        SystemPlan plan = new()
        {
            Name = small.Name,
            Path = small.Path,
            Machine = small.Machine,
            Schedules = [small.Schedule, ScheduleOf(1), ScheduleOf(2)],
            ExpectedErrors = small.ExpectedErrors,
            Partitions = small.Partitions,
            Kernel = small.Kernel,
        };
        BlobEditor blob = new(BlobWriter.Write(plan, new BlobOptions { FrameLimit = frameLimit }));
        blob.Partitions[0].Options |= PartitionOptions.System;
        blob.WindowGroups[(int)BackgroundSchedule].BackgroundVcpu = BackgroundVcpu;
        return blob.Sealed();
    }

    private static SchedulePlan ScheduleOf(int index)
    {
        SchedulePlan first = SmallSystem.Plan.Schedule;
        return new SchedulePlan
        {
            Place = first.Place,
            IsBroken = false,
            Name = $"schedule {index}",
            NamePlace = first.NamePlace,
            MajorFrameNanoseconds = MajorFrameNanoseconds[index],
            MajorFramePlace = first.MajorFramePlace,
            Windows = [.. Windows[index].Select(window => first.Windows[0] with
            {
                PartitionIndex = (int)window.Vcpu,
                StartNanoseconds = window.Start,
                DurationNanoseconds = window.End - window.Start,
            })],
        };
    }
}
