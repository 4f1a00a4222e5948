// A piece of a partition's console.
namespace MicroHV.Machines;

/// <summary>Text of a partition, with the bytes that it wrote.</summary>
/// <param name="Partition">Index of the partition.</param>
/// <param name="Text">The bytes, the line feed not among them. They are a guest's: hostile.</param>
/// <param name="EndsLine">True if the partition ended its line here.</param>
public sealed record PartitionTextEvent(int Partition, ReadOnlyMemory<byte> Text, bool EndsLine) : TranscriptEvent;
