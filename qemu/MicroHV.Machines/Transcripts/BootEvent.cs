// The kernel is about to enter the first partition.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The kernel booted.</summary>
/// <param name="Record">What it told.</param>
public sealed record BootEvent(BootRecord Record) : TranscriptEvent;
