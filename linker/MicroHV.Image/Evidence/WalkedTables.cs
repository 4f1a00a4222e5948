// One kind of nested tables.
namespace MicroHV.Image.Evidence;

/// <summary>Tables of one vendor's format for one kind of processor.</summary>
/// <param name="Format"><c>"EPT"</c> or <c>"NPT"</c>.</param>
/// <param name="LargestPageBytes">Size of the largest pages that the processor has.</param>
internal sealed record WalkedTables(string Format, ulong LargestPageBytes);
