// An error of a partition, as its records tell it.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A dump and what belongs to it.</summary>
/// <param name="Record">The dump.</param>
/// <param name="Rule">The rule that the entry broke, or null if it is not that the entry failed.</param>
public sealed record PartitionFault(PartitionErrorRecord Record, EntryRule? Rule);
