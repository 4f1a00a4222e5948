// What a gate found.
namespace MicroHV.Gates;

/// <summary>Something that must not be in a build.</summary>
/// <param name="Gate">The gate that found it, in one word.</param>
/// <param name="What">What it is, by the name that a programmer can search for.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record Finding(string Gate, string What, string WayOut)
{
    /// <summary>The form in which the build shows an error.</summary>
    public override string ToString() => $"gate {Gate}: error : {What}; {WayOut}";
}
