// What things of a system may be called.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Text;

/// <summary>Names of systems, partitions, schedules, regions and shared memory.</summary>
public static class OrderlyName
{
    /// <summary>Most characters of a partition's name.</summary>
    public const int MaxPartitionLength = PartitionRecord.NameSizeBytes - 1;

    /// <summary>True for 1 to <paramref name="maxLength"/> lower-case letters, digits and hyphens.</summary>
    public static bool IsName(string text, int maxLength) =>
        text.Length >= 1 && text.Length <= maxLength
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>What to do about a text that is none.</summary>
    public static string WayOut(int maxLength) => $"use 1 to {maxLength} lower-case letters, digits and hyphens";
}
