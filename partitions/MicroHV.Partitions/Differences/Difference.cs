// One thing in which two systems differ.
namespace MicroHV.Partitions.Differences;

/// <summary>A difference, in the terms of a reviewer.</summary>
/// <param name="Section">What it is about.</param>
/// <param name="Subject">Of what: a partition, <c>partition.region</c>, a CPU.</param>
/// <param name="What">Which of its properties.</param>
/// <param name="Before">What it was; null if it was not there.</param>
/// <param name="After">What it is; null if it is not there any more.</param>
public sealed record Difference(DifferenceSection Section, string Subject, string What, string? Before, string? After);
