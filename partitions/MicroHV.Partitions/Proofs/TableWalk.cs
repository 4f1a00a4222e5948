// What a walk over the nested tables of a plan found.
namespace MicroHV.Partitions.Proofs;

/// <summary>A walk over all entries of all tables that a boot builds on one kind of processor.</summary>
/// <param name="Format"><c>"EPT"</c> or <c>"NPT"</c>.</param>
/// <param name="LargestPageBytes">Size of the largest pages that the processor has.</param>
/// <param name="Extents">
/// What the tables map, by partition and ascending by guest-physical address, in pieces as long as possible; null if the
/// pool of the plan is too small for the tables.
/// </param>
public sealed record TableWalk(string Format, ulong LargestPageBytes, IReadOnlyList<MappedExtent>? Extents);
