// Sets its alarm in every way there is, and waits for it without using time.
using System;
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using Timer = MicroHV.Guest.Timer;

/// <summary>Interrupts as a partition has them.</summary>
internal static unsafe class Program
{
    private const byte Alarm = 0x40;
    private const ulong Microsecond = 1000;
    private const ulong MaxLateness = 200 * Microsecond;

    private static uint _alarms;
    private static ulong _alarmTime;

    [RuntimeExport("main")]
    private static int Main()
    {
        ulong majorFrame = Schedules.Current.MajorFrameNanoseconds;
        Interrupts.Handle(Alarm, &OnAlarm);
        WatchWindows();

        ulong begin = Clock.NowNanoseconds;
        Timer.Once(Alarm, 300 * Microsecond);
        WaitForAlarm();
        WriteWord("once, after 300 us: "u8, begin + (300 * Microsecond));

        ulong due = WindowStart() + majorFrame + (700 * Microsecond);
        Timer.At(Alarm, due);
        WaitForAlarm();
        WriteWord("at 700 us of the next window: "u8, due);

        ulong next = WindowStart() + majorFrame;
        Timer.At(Alarm, next - (1000 * Microsecond));
        WaitForAlarm();
        WriteWord("1000 us before the next window: at its start, "u8, next);

        // What expires between two windows is one alarm.
        uint before = Volatile.Read(ref _alarms);
        ulong frame = AlarmWindow().Frame;
        Timer.Periodic(Alarm, 500 * Microsecond);
        WaitForAlarms(before + 3);
        Console.WriteLine("every 500 us: 3 in this window"u8);
        WaitForAlarms(before + 7);
        Check.That(AlarmWindow().Frame == frame + 1, "the seventh alarm came in another window"u8);
        Console.WriteLine("every 500 us: 1 at the start of the next, 3 in it"u8);
        Timer.Stop();
        return 0;
    }

    private static void OnAlarm(byte vector)
    {
        Check.That(vector == Alarm, "another vector"u8);
        Volatile.Write(ref _alarmTime, Clock.NowNanoseconds);
        Volatile.Write(ref _alarms, _alarms + 1);
    }

    // Interrupts are off between the look and the wait, so that none comes there.
    private static void WaitForAlarms(uint number)
    {
        Interrupts.Disable();
        while (Volatile.Read(ref _alarms) < number)
        {
            Interrupts.Wait();
            Interrupts.Disable();
        }

        Interrupts.Enable();
    }

    private static void WaitForAlarm() => WaitForAlarms(Volatile.Read(ref _alarms) + 1);

    private static void WriteWord(ReadOnlySpan<byte> what, ulong due)
    {
        ulong alarm = Volatile.Read(ref _alarmTime);
        Console.Write(what);
        Console.WriteLine(alarm >= due && alarm - due <= MaxLateness ? "on time"u8 : "LATE"u8);
    }

    // The window in which the last alarm came.
    private static Window AlarmWindow()
    {
        ulong tsc = Partition.EpochTsc + Clock.TicksOf(Volatile.Read(ref _alarmTime));
        Check.That(Clock.TryFindWindow(tsc, out Window window), "an alarm between windows"u8);
        return window;
    }

    private static ulong WindowStart() => Clock.NanosecondsOf(AlarmWindow().StartTsc - Partition.EpochTsc);

    // With the first alarm the partition is at the start of a window, wherever it was before.
    private static void WatchWindows()
    {
        Interrupts.SetWindowVector(Alarm);
        for (int i = 1; i <= 3; i++)
        {
            WaitForAlarm();
            Console.Write("window "u8);
            Console.Write(i);
            WriteWord(": "u8, WindowStart());
        }

        Interrupts.SetWindowVector(0);
    }
}
