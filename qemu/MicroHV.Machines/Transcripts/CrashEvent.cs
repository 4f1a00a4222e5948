// A kernel found what the one before it left.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A crash of the life before the last reset. The boot follows.</summary>
/// <param name="Record">The record; without a refused entry if it is a short one.</param>
public sealed record CrashEvent(CrashRecord Record) : TranscriptEvent;
