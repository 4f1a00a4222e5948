// Events that have one answer.
namespace MicroHV.Image.Pages;

/// <summary>An answer of a health table, and the events that have it.</summary>
/// <param name="PartitionIndex">Number of the partition whose table it is; null for the module.</param>
/// <param name="Holder">The partition's name, or who it is.</param>
/// <param name="Answer">What is done.</param>
/// <param name="Events">The events.</param>
internal sealed record HealthRow(int? PartitionIndex, string Holder, string Answer, IReadOnlyList<string> Events);
