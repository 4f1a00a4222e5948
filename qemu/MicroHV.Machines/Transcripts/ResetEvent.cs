// The machine was reset in the middle of a run.
namespace MicroHV.Machines;

/// <summary>A kernel boots though the one before it had not said that it would reset the machine.</summary>
public sealed record ResetEvent : TranscriptEvent;
