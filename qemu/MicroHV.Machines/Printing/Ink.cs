// The styles of a run's output.
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>What each colour says.</summary>
public static class Ink
{
    // One for each partition, and again from the first.
    private static readonly Style[] _partitions =
    [
        Color.Green, Color.DeepSkyBlue1, Color.Orange1, Color.MediumPurple1, Color.Yellow, Color.Turquoise2, Color.HotPink,
        Color.Wheat1,
    ];

    /// <summary>Good.</summary>
    public static Style Good { get; } = Color.Green;

    /// <summary>Bad.</summary>
    public static Style Bad { get; } = Color.Red;

    /// <summary>Worth a look.</summary>
    public static Style Warning { get; } = Color.Yellow;

    /// <summary>By the way.</summary>
    public static Style Aside { get; } = Color.Grey;

    /// <summary>What it is about.</summary>
    public static Style Subject { get; } = new(decoration: Decoration.Bold);

    /// <summary>The colour of a partition's name.</summary>
    /// <param name="index">Index of the partition.</param>
    public static Style Partition(int index) => _partitions[index % _partitions.Length];
}
