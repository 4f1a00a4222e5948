// The processor refused to enter a guest.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>What the processor checked. The partition's error, or the stop of the kernel, follows.</summary>
/// <param name="Record">The values.</param>
public sealed record EntryFailureEvent(EntryFailureRecord Record) : TranscriptEvent;
