// One fault of one run.
namespace MicroHV.Campaigns.Faults;

/// <summary>What is injected: where, how and when.</summary>
/// <param name="Location">Name of the location.</param>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Partition">Index of the partition that is hit, or whose state in the kernel is hit.</param>
/// <param name="Element">What of the location: a register, a field, an address; empty if there is nothing to choose.</param>
/// <param name="Address">Host-physical address of the byte, where the element is memory.</param>
/// <param name="Bit">Which bit of the element, or of the byte.</param>
/// <param name="Trigger">Name of the trigger.</param>
/// <param name="At">The trigger's number: of the entry, of the window, or nanoseconds.</param>
/// <param name="Seed">What behaviour by chance is made of.</param>
internal sealed record Fault(
    string Location, string Kind, int Partition, string Element, ulong Address, int Bit, string Trigger, ulong At, ulong Seed)
{
    /// <summary>Whether it starts in a partition.</summary>
    public bool StartsInPartition => FaultLocation.Find(Location)!.StartsInPartition;
}
