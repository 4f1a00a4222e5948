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
    public static ulong Nanoseconds => NanosecondsOf(Tsc - Partition.EpochTsc);

    /// <summary>Converts a number of TSC ticks.</summary>
    public static ulong NanosecondsOf(ulong ticks)
    {
        ulong hertz = Partition.TscHertz;
        return (ticks / hertz * NanosecondsPerSecond) + (ticks % hertz * NanosecondsPerSecond / hertz);
    }

    /// <summary>Converts a number of nanoseconds.</summary>
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
}
