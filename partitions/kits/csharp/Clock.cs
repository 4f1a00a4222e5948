// Time of the module, as a partition sees it.
namespace MicroHV.Guest;

/// <summary>
/// Time since the start of major frame 0, and the partition's windows in it. Frame n begins at epoch + n x major frame.
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
    /// Finds the partition's window that <paramref name="tsc"/> lies in; false between its windows, where a partition
    /// does not run.
    /// </summary>
    public static bool TryFindWindow(ulong tsc, out Window window)
    {
        window = default;
        if (tsc < Partition.EpochTsc)
        {
            return false;
        }

        window.Frame = (tsc - Partition.EpochTsc) / Partition.MajorFrameTicks;
        ulong frameStart = Partition.EpochTsc + (window.Frame * Partition.MajorFrameTicks);
        for (uint i = 0; i < Partition.WindowCount; i++)
        {
            ulong start = Partition.WindowStartNanoseconds(i);
            window.Index = i;
            window.StartTsc = frameStart + TicksOf(start);
            window.EndTsc = frameStart + TicksOf(start + Partition.WindowDurationNanoseconds(i));
            if (tsc >= window.StartTsc && tsc < window.EndTsc)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns as soon as <see cref="NowNanoseconds"/> is <paramref name="nanoseconds"/> or more and the partition
    /// has a window. Windows that end before are given up; in the one that this time lies in, it waits.
    /// </summary>
    public static void SleepUntil(ulong nanoseconds)
    {
        ulong due = Partition.EpochTsc + TicksOf(nanoseconds);
        while (NowNanoseconds < nanoseconds)
        {
            if (TryFindWindow(Tsc, out Window window) && due < window.EndTsc)
            {
                Processor.Pause();
            }
            else
            {
                Partition.Yield();
            }
        }
    }

    /// <summary>The same, that many nanoseconds from now on.</summary>
    public static void Sleep(ulong nanoseconds) => SleepUntil(NowNanoseconds + nanoseconds);
}
