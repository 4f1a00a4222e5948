// A value as its author wrote it.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>A value with the place at which it was written.</summary>
public readonly record struct Written<T>(T Value, Place Place);
