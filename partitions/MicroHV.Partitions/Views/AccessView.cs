// What one partition may do with something.
namespace MicroHV.Partitions.Views;

/// <summary>A partition and its rights.</summary>
/// <param name="PartitionIndex">Number of the partition.</param>
/// <param name="Partition">Its name.</param>
/// <param name="Rights">What it may do: letters of <c>rwx</c>.</param>
public sealed record AccessView(int PartitionIndex, string Partition, string Rights);
