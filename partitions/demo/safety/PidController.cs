// A PID controller.
namespace MicroHV.Demo.Safety;

/// <summary>
/// A PID controller with a bounded output. The derivative is that of the measurement, so that a step of the setpoint
/// does not kick; the integral stands still while the output is at a bound, so that it does not wind up.
/// </summary>
public struct PidController
{
    private const double Proportional = 0.08;
    private const double IntegralPerSecond = 0.9;
    private const double DerivativeSeconds = 0.0005;

    private double _integral;
    private double _lastMeasured;

    /// <summary>One step; returns the output, 0 to <paramref name="maxOutput"/>.</summary>
    public double Step(double setpoint, double measured, double seconds, double maxOutput)
    {
        double error = setpoint - measured;
        double slope = (measured - _lastMeasured) / seconds;
        double wanted = (Proportional * error) + _integral - (DerivativeSeconds * slope);
        _lastMeasured = measured;
        if (wanted < 0)
        {
            return 0;
        }

        if (wanted > maxOutput)
        {
            return maxOutput;
        }

        _integral += IntegralPerSecond * error * seconds;
        return wanted;
    }
}
