// Partitions against memory.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>
/// A row for each partition; a column for its own memory and for each thing that is a device or that several may reach.
/// </summary>
internal sealed class ReachMatrix
{
    private readonly Dictionary<int, string> _own;

    /// <summary>The matrix of <paramref name="view"/>.</summary>
    public ReachMatrix(SystemView view)
    {
        Partitions = view.Partitions;
        Columns = [.. view.Reach.Where(reach => reach.Kind is MemoryKind.Shared or MemoryKind.Device)];
        _own = view.Reach
            .Where(reach => reach.Kind == MemoryKind.Private)
            .ToDictionary(reach => reach.Access[0].PartitionIndex, reach => reach.Access[0].Rights);
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<PartitionView> Partitions { get; }

    /// <summary>Shared memory and devices.</summary>
    public IReadOnlyList<ReachView> Columns { get; }

    /// <summary>What a partition may do with its own memory; empty if it has none.</summary>
    public string OwnRights(int partition) => _own.GetValueOrDefault(partition, "");

    /// <summary>What a partition may do with the memory of a column; empty means nothing.</summary>
    public static string Rights(ReachView column, int partition) =>
        column.Access.FirstOrDefault(access => access.PartitionIndex == partition)?.Rights ?? "";
}
