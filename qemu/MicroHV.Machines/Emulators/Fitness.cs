// Whether an emulator that is installed can be the machine that a lane wants.
namespace MicroHV.Machines;

/// <summary>What a look at an emulator found.</summary>
/// <param name="IsFit">True if it can be used.</param>
/// <param name="Words">What it is, or what it lacks and what helps.</param>
public sealed record Fitness(bool IsFit, string Words)
{
    /// <summary>Where there is nobody to ask.</summary>
    public static Fitness Unasked { get; } = new(true, "everything it needs is installed");
}
