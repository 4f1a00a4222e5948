// What differs between two systems, as a report.
using MicroHV.Partitions.Differences;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>Two systems and their differences.</summary>
/// <param name="Before">The first.</param>
/// <param name="After">The second.</param>
/// <param name="IsSame">Whether nothing is different.</param>
/// <param name="Differences">What is different in the second, by section.</param>
internal sealed record DifferenceReport(
    ComparedSystem Before, ComparedSystem After, bool IsSame, IReadOnlyList<Difference> Differences)
{
    /// <summary>Compares two views.</summary>
    public static DifferenceReport Of(SystemView before, SystemView after)
    {
        IReadOnlyList<Difference> differences = SystemDifference.Between(before, after);
        return new DifferenceReport(
            ComparedSystem.Of(before), ComparedSystem.Of(after), differences.Count == 0, differences);
    }
}
