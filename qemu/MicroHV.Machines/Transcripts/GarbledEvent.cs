// A line that breaks the protocol.
namespace MicroHV.Machines;

/// <summary>The kernel never writes such a line; if one comes, something is broken, and the run is not good.</summary>
/// <param name="Line">The line as it came, cut to <see cref="TranscriptDecoder.MaxLineBytes"/>.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record GarbledEvent(ReadOnlyMemory<byte> Line, string Why) : TranscriptEvent;
