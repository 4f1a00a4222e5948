// One grant of a system.
namespace MicroHV.Image.Pages;

/// <summary>A grant.</summary>
/// <param name="Kind"><c>"ports"</c>, <c>"MSRs"</c> or <c>"device"</c>.</param>
/// <param name="PartitionIndex">Number of the partition that has it; null if several do.</param>
/// <param name="Holder">Its name, or who has it.</param>
/// <param name="What">What is granted.</param>
/// <param name="Reason">Why; null if no reason is written.</param>
internal sealed record GrantRow(string Kind, int? PartitionIndex, string Holder, IReadOnlyList<string> What, string? Reason);
