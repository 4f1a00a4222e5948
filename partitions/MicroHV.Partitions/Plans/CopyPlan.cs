// Bytes that a cold start copies.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Plans;

/// <summary>Bytes of the golden copy of a partition.</summary>
/// <param name="GuestPhysical">Where they go.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record CopyPlan(ulong GuestPhysical, ReadOnlyMemory<byte> Bytes);

/// <summary>A number that the kernel fills in before a cold start.</summary>
/// <param name="GuestPhysical">Where it goes.</param>
/// <param name="Kind">Which number.</param>
/// <param name="WidthBytes">How many of its bytes.</param>
/// <param name="Schedule">Number of the schedule whose number it is, if it is one's.</param>
public sealed record FixupPlan(ulong GuestPhysical, FixupKind Kind, uint WidthBytes, uint Schedule = 0);
