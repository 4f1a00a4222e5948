// Who gets what a schedule leaves of a CPU.
namespace MicroHV.Partitions.Views;

/// <summary>A background: time between windows, and what others yield.</summary>
/// <param name="PartitionIndex">Number of the partition that gets it.</param>
/// <param name="Partition">Its name.</param>
/// <param name="Vcpu">Number of the partition's virtual CPU that gets it.</param>
public sealed record BackgroundView(int PartitionIndex, string Partition, uint Vcpu);
