// How often something happens to somebody.
namespace MicroHV.Partitions.Files;

/// <summary>A number for a partition.</summary>
/// <param name="Name">Name of the partition.</param>
/// <param name="Count">The number.</param>
public readonly record struct NamedCount(string Name, ulong Count);
