// Ports or MSRs that have a name together.
namespace MicroHV.Partitions.Policy;

/// <summary>A group of ports or of MSRs.</summary>
/// <param name="Name">Its name in a description.</param>
/// <param name="What">What it is, in a phrase.</param>
/// <param name="Ranges">First and last number of each range.</param>
public sealed record NumberGroup(string Name, string What, IReadOnlyList<(ulong First, ulong Last)> Ranges);
