// Where in the major frame nobody runs.
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Authoring;

/// <summary>A span of the major frame in which the CPU has no window.</summary>
/// <param name="StartNanoseconds">Where it begins in the major frame.</param>
/// <param name="DurationNanoseconds">How long it is.</param>
internal readonly record struct FreeTime(ulong StartNanoseconds, ulong DurationNanoseconds)
{
    /// <summary>The end of it.</summary>
    public ulong EndNanoseconds => StartNanoseconds + DurationNanoseconds;

    /// <summary>The longest free time of CPU <paramref name="cpu"/>, the first of several; nothing if all is taken.</summary>
    public static FreeTime LongestOf(SchedulePlan schedule, ulong cpu)
    {
        FreeTime longest = default;
        ulong end = 0;
        foreach (WindowPlan window in schedule.Windows.Where(window => window.Cpu.Value == cpu))
        {
            longest = Longer(longest, new FreeTime(end, window.StartNanoseconds - end));
            end = window.EndNanoseconds;
        }

        return Longer(longest, new FreeTime(end, schedule.MajorFrameNanoseconds - end));
    }

    private static FreeTime Longer(FreeTime first, FreeTime second) =>
        second.DurationNanoseconds > first.DurationNanoseconds ? second : first;
}
