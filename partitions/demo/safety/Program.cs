// The safety partition of the demo: a speed controller that watches its own deadlines.
using System.Runtime;
using MicroHV.Guest;

namespace MicroHV.Demo.Safety;

/// <summary>One step of control in each window, for a second of machine time.</summary>
internal static class Program
{
    private const uint Steps = 100;
    private const uint StepsPerLine = 10;
    private const uint LoadStep = 50;
    private const double Setpoint = 1500;
    private const double Load = 600;
    private const double Tolerance = 5;
    private const double NanosecondsPerSecond = 1e9;
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private const int MissedExitCode = 10;
    private const int UnsettledExitCode = 11;

    [RuntimeExport("main")]
    private static int Main()
    {
        ulong frame = Schedules.Current.MajorFrameNanoseconds;
        double seconds = frame / NanosecondsPerSecond;
        Motor motor = default;
        PidController controller = default;
        Deadlines deadlines = default;

        WriteHeading(frame);
        for (uint step = 1; step <= Steps; step++)
        {
            Partition.Yield();
            deadlines.BeginStep();
            double drive = controller.Step(Setpoint, motor.Speed, seconds, Motor.MaxDrive);
            motor.Step(drive, step > LoadStep ? Load : 0, seconds);
            if (step % StepsPerLine == 0)
            {
                WriteLine(step * frame, motor.Speed, drive, deadlines.AreAllMet);
            }

            deadlines.EndStep();
        }

        return Judge(motor.Speed, in deadlines);
    }

    private static int Judge(double speed, in Deadlines deadlines)
    {
        if (!deadlines.AreAllMet)
        {
            Console.Write("failed: "u8);
            Console.Write(deadlines.Late);
            Console.Write(" windows began late, "u8);
            Console.Write(deadlines.Overrun);
            Console.WriteLine(" steps took too long"u8);
            return MissedExitCode;
        }

        if (speed is < Setpoint - Tolerance or > Setpoint + Tolerance)
        {
            Console.WriteLine("failed: the motor did not settle"u8);
            return UnsettledExitCode;
        }

        Console.Write("settled; "u8);
        Console.Write(deadlines.Begun);
        Console.Write(" of "u8);
        Console.Write(Steps);
        Console.WriteLine(" deadlines met"u8);
        return 0;
    }

    private static void WriteHeading(ulong frame)
    {
        Console.Write("motor control: one step each "u8);
        Console.Write(frame / NanosecondsPerMillisecond);
        Console.Write(" ms, load from "u8);
        Console.Write(LoadStep * frame / NanosecondsPerMillisecond);
        Console.WriteLine(" ms on"u8);
        Console.WriteLine("   time  setpoint     speed    drive  deadlines"u8);
    }

    private static void WriteLine(ulong nanoseconds, double speed, double drive, bool areDeadlinesMet)
    {
        Console.Write(nanoseconds / NanosecondsPerMillisecond, 4);
        Console.Write(" ms"u8);
        Console.Write(Setpoint, decimals: 1, width: 10);
        Console.Write(speed, decimals: 1, width: 10);
        Console.Write(drive, decimals: 1, width: 7);
        Console.WriteLine(areDeadlinesMet ? " %  all met"u8 : " %  MISSED"u8);
    }
}
