// Numbers that a grant names: ports or MSRs.
namespace MicroHV.Partitions.Files;

/// <summary>Ranges of numbers, as written or as a group has them.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Group">The name of the group, or null if numbers are written.</param>
/// <param name="Ranges">First and last number of each range.</param>
public sealed record NumberSet(string Text, string? Group, IReadOnlyList<(ulong First, ulong Last)> Ranges);
