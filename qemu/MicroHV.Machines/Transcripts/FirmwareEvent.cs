// A line from before the kernel spoke.
namespace MicroHV.Machines;

/// <summary>Something that firmware, a loader or a ROM wrote before the kernel's first record.</summary>
/// <param name="Line">The line as it came.</param>
public sealed record FirmwareEvent(ReadOnlyMemory<byte> Line) : TranscriptEvent;
