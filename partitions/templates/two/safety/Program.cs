// A partition with work to do every 10 ms, which sees for itself whether its windows begin on time.
using System.Runtime;
using MicroHV.Guest;

/// <summary>One step in each window; a late window is a failure, and the run says so.</summary>
internal static class Program
{
    private const uint Steps = 10;
    private const ulong MaxLatenessNanoseconds = 200_000;

    [RuntimeExport("main")]
    private static int Main()
    {
        for (uint step = 1; step <= Steps; step++)
        {
            // Gives the rest of the window up. What follows is the first thing in the next one.
            Partition.Yield();
            ulong lateness = Lateness();
            Check.That(lateness <= MaxLatenessNanoseconds, "a window began late"u8);
            Console.Write("step "u8);
            Console.Write(step, 2);
            Console.Write(" began "u8);
            Console.Write(lateness / 1000, 3);
            Console.WriteLine(" us into its window"u8);
        }

        return 0;
    }

    // Nanoseconds since the window began, by the plan that the information page tells.
    private static ulong Lateness()
    {
        ulong now = Clock.Tsc;
        Check.That(Clock.TryFindWindow(now, out Window window), "this ran outside of its windows"u8);
        return Clock.NanosecondsOf(now - window.StartTsc);
    }
}
