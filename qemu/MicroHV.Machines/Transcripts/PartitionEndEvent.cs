// A partition reported its end.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A partition ended itself.</summary>
/// <param name="Record">What it reported.</param>
public sealed record PartitionEndEvent(PartitionEndRecord Record) : TranscriptEvent;
