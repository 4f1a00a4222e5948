// An error that a partition is meant to make.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>An error without which a run of the system is not good.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="PartitionName">Name of the partition.</param>
/// <param name="Error">The error.</param>
public sealed record ExpectedErrorPlan(Place Place, string PartitionName, HealthEvent Error);
