// The kernel stopped.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The last thing that the kernel says.</summary>
/// <param name="Record">Why it stopped.</param>
public sealed record StopEvent(StopRecord Record) : TranscriptEvent;
