// The plant: a motor that exists in arithmetic only.
namespace MicroHV.Demo.Safety;

/// <summary>A motor with inertia that follows its drive with a first-order lag and gives way under load.</summary>
public struct Motor
{
    /// <summary>Largest drive in percent.</summary>
    public const double MaxDrive = 100;

    private const double TimeConstantSeconds = 0.08;
    private const double RpmPerPercent = 30;

    /// <summary>Speed in rpm.</summary>
    public double Speed { readonly get; private set; }

    /// <summary>One step.</summary>
    /// <param name="drive">0 to <see cref="MaxDrive"/> percent.</param>
    /// <param name="load">What the load takes from the speed in the long run, in rpm.</param>
    /// <param name="seconds">Length of the step.</param>
    public void Step(double drive, double load, double seconds) =>
        Speed += seconds / TimeConstantSeconds * ((RpmPerPercent * drive) - load - Speed);
}
