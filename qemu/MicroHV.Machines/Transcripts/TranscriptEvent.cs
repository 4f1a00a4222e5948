// What happened in a run, as the console line told it.
namespace MicroHV.Machines;

/// <summary>One event of a transcript.</summary>
public abstract record TranscriptEvent;
