// Keeps a boiler at its setpoint: measure, compute, act, and give the rest of the window up.
using System.Runtime;
using MicroHV.Guest;

/// <summary>The control loop.</summary>
internal static class Program
{
    private const int Steps = 60;
    private const int StepsPerLine = 10;
    private const double Ambient = 20;
    private const double MaxHeat = 100;
    private const double Tolerance = 0.5;

    [RuntimeExport("main")]
    private static int Main()
    {
        double setpoint = Partition.Argument("setpoint"u8, 60);
        double seconds = Schedules.Current.MajorFrameNanoseconds / 1e9;
        double temperature = Ambient;
        double integral = 0;
        for (int step = 1; step <= Steps; step++)
        {
            double heat = StepController(ref integral, setpoint - temperature, seconds);
            temperature = StepBoiler(temperature, heat, seconds);
            if (step % StepsPerLine == 0)
            {
                WriteLine(step, temperature, heat);
            }

            Partition.Yield();
        }

        double error = setpoint - temperature;
        Check.That(error is > -Tolerance and < Tolerance, "the boiler did not settle"u8);
        Console.Write("settled at "u8);
        Console.Write(setpoint, decimals: 1);
        Console.WriteLine(" degrees"u8);
        return 0;
    }

    // A proportional and integral controller; the integral stands still while the output is at a bound.
    private static double StepController(ref double integral, double error, double seconds)
    {
        double wanted = (2 * error) + integral;
        if (wanted < 0)
        {
            return 0;
        }

        if (wanted > MaxHeat)
        {
            return MaxHeat;
        }

        integral += 15 * error * seconds;
        return wanted;
    }

    // The plant, which exists in arithmetic only: heat warms it, and it loses warmth to the room.
    private static double StepBoiler(double temperature, double heat, double seconds) =>
        temperature + (seconds * ((8 * heat) - (6 * (temperature - Ambient))));

    private static void WriteLine(int step, double temperature, double heat)
    {
        Console.Write("step "u8);
        Console.Write(step, 2);
        Console.Write(": "u8);
        Console.Write(temperature, decimals: 1, width: 5);
        Console.Write(" degrees, heat "u8);
        Console.Write(heat, decimals: 1, width: 5);
        Console.WriteLine(" %"u8);
    }
}
