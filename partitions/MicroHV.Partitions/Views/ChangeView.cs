// A change action of a schedule of a view.
namespace MicroHV.Partitions.Views;

/// <summary>What happens to a partition when a schedule replaces another.</summary>
/// <param name="Partition">Name of the partition.</param>
/// <param name="Action">What happens, in a description's word.</param>
public sealed record ChangeView(string Partition, string Action);
