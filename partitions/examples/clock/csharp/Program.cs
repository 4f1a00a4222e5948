// Watches its windows begin, and sleeps until a moment of its choice.
using System.Runtime;
using MicroHV.Guest;

/// <summary>Time as a partition sees it.</summary>
internal static class Program
{
    private const ulong NanosecondsPerMicrosecond = 1000;
    private const ulong NanosecondsPerMillisecond = 1_000_000;
    private const ulong MaxLatenessNanoseconds = 200 * NanosecondsPerMicrosecond;

    [RuntimeExport("main")]
    private static int Main()
    {
        ulong frame = Schedules.Current.MajorFrameNanoseconds;
        WritePlan();
        WaitForFrame(1);
        WatchWindows();

        // A moment in the second window of a frame: the first window is given up, the second waited in.
        ulong moment = (4 * frame) + Partition.WindowAt(1).StartNanoseconds + (500 * NanosecondsPerMicrosecond);
        Clock.SleepUntil(moment);
        Window window = CurrentWindow();
        Console.Write("slept until 500 us into window "u8);
        Console.Write(window.Index);
        Console.Write(" of frame "u8);
        Console.Write(window.Frame);
        Console.WriteLine();

        Clock.SleepUntil(moment + (2 * frame));
        Window later = CurrentWindow();
        Check.That(later.Frame == window.Frame + 2 && later.Index == window.Index, "two frames were to pass"u8);
        Console.WriteLine("slept 20 ms: two frames later, the same place"u8);
        return 0;
    }

    // The window that the partition is in now.
    private static Window CurrentWindow()
    {
        Check.That(Clock.TryFindWindow(Clock.Tsc, out Window window), "this ran outside of its windows"u8);
        return window;
    }

    private static void WritePlan()
    {
        Console.Write(Partition.WindowCount);
        Console.Write(" windows in a major frame of "u8);
        Console.Write(Schedules.Current.MajorFrameNanoseconds / NanosecondsPerMillisecond);
        Console.Write(" ms:"u8);
        for (uint i = 0; i < Partition.WindowCount; i++)
        {
            Console.Write(i == 0 ? " "u8 : ", "u8);
            Console.Write(Partition.WindowAt(i).DurationNanoseconds / NanosecondsPerMillisecond);
            Console.Write(" ms"u8);
        }

        Console.WriteLine();
    }

    // Starts with the first window of a frame, so that what follows is the same on every machine.
    private static void WaitForFrame(ulong frame) =>
        Clock.SleepUntil((frame * Schedules.Current.MajorFrameNanoseconds) + Partition.WindowAt(0).StartNanoseconds);

    private static void WatchWindows()
    {
        for (int i = 0; i < 4; i++)
        {
            Window window = CurrentWindow();
            ulong lateness = Clock.NanosecondsOf(Clock.Tsc - window.StartTsc);
            Console.Write("frame "u8);
            Console.Write(window.Frame);
            Console.Write(", window "u8);
            Console.Write(window.Index);
            Console.WriteLine(lateness <= MaxLatenessNanoseconds ? ": began on time"u8 : ": began LATE"u8);
            Partition.Yield();
        }
    }
}
