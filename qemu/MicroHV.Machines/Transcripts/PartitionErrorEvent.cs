// An error stopped a partition.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A partition was idled.</summary>
/// <param name="Record">Why, with all its registers.</param>
public sealed record PartitionErrorEvent(PartitionErrorRecord Record) : TranscriptEvent;
