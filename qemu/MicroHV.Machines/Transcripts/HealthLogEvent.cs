// Something happened to the health of a partition or of the module.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The health monitor answered an event.</summary>
/// <param name="Record">What happened, and what was done; its checksum is right.</param>
public sealed record HealthLogEvent(HealthRecord Record) : TranscriptEvent;
