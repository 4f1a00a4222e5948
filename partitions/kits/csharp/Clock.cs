// Time of the module, as a partition sees it.
namespace MicroHV.Guest;

/// <summary>
/// Time since the start of major frame 0, and the windows in it. Frame n of a schedule begins n major frames after the
/// schedule did.
/// </summary>
public static class Clock
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The TSC.</summary>
    public static ulong Tsc => Processor.ReadTsc();

    /// <summary>Nanoseconds since the start of major frame 0.</summary>
    public static ulong NowNanoseconds => NanosecondsOf(Tsc - Partition.EpochTsc);

    /// <summary>Converts a number of TSC ticks to nanoseconds.</summary>
    public static ulong NanosecondsOf(ulong ticks)
    {
        ulong hertz = Partition.TscHertz;
        return (ticks / hertz * NanosecondsPerSecond) + (ticks % hertz * NanosecondsPerSecond / hertz);
    }

    /// <summary>Converts a number of nanoseconds to TSC ticks.</summary>
    public static ulong TicksOf(ulong nanoseconds)
    {
        ulong hertz = Partition.TscHertz;
        return (nanoseconds / NanosecondsPerSecond * hertz)
            + (nanoseconds % NanosecondsPerSecond * hertz / NanosecondsPerSecond);
    }

    /// <summary>
    /// Finds the window of this virtual CPU that <paramref name="tsc"/> lies in by the current schedule; false between its
    /// windows, where it has background time at most, and before the last change of schedule.
    /// </summary>
    public static bool TryFindWindow(ulong tsc, out Window window)
    {
        window = default;
        ulong baseTsc = Partition.EpochTsc;
        uint current = 0;
        if (Schedules.Count > 1)
        {
            ScheduleStatus status = Schedules.Status;
            baseTsc = status.LastSwitchTsc != 0 ? status.LastSwitchTsc : baseTsc;
            current = status.Current - 1;
        }

        if (tsc < baseTsc)
        {
            return false;
        }

        ulong majorFrameTicks = Schedules.At(current).MajorFrameTicks;
        uint vcpu = Vcpu.Number;
        window.Frame = (tsc - baseTsc) / majorFrameTicks;
        ulong frameStart = baseTsc + (window.Frame * majorFrameTicks);
        for (uint i = 0; i < Partition.WindowCount; i++)
        {
            PlannedWindow planned = Partition.WindowAt(i);
            window.Index = i;
            window.StartTsc = frameStart + TicksOf(planned.StartNanoseconds);
            window.EndTsc = frameStart + TicksOf(planned.StartNanoseconds + planned.DurationNanoseconds);
            bool isOwn = planned.Schedule == current && planned.Vcpu == vcpu;
            if (isOwn && tsc >= window.StartTsc && tsc < window.EndTsc)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns as soon as <see cref="NowNanoseconds"/> is <paramref name="nanoseconds"/> or more and this virtual CPU has a
    /// window. Windows that end before are given up; in the one that this time lies in, it waits.
    /// </summary>
    public static void SleepUntil(ulong nanoseconds)
    {
        ulong due = Partition.EpochTsc + TicksOf(nanoseconds);
        while (NowNanoseconds < nanoseconds)
        {
            if (!TryFindWindow(Tsc, out Window window) || due >= window.EndTsc)
            {
                Partition.Yield();
                continue;
            }

            while (NowNanoseconds < nanoseconds)
            {
                Processor.Pause();
            }
        }
    }

    /// <summary>The same, that many nanoseconds from now on.</summary>
    public static void Sleep(ulong nanoseconds) => SleepUntil(NowNanoseconds + nanoseconds);
}
