// A partition wrote more than its console took.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Bytes of a partition's console were refused.</summary>
/// <param name="Record">How many.</param>
public sealed record ConsoleLossEvent(ConsoleLossRecord Record) : TranscriptEvent;
