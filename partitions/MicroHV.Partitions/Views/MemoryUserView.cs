// Who reaches a range of host-physical memory.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>A region through which a partition reaches memory.</summary>
/// <param name="PartitionIndex">Number of the partition.</param>
/// <param name="Partition">Its name.</param>
/// <param name="Region">Name of the region.</param>
/// <param name="Guest">Guest-physical address at which the range begins for it.</param>
/// <param name="Rights">What it may do there: letters of <c>rwx</c>.</param>
public sealed record MemoryUserView(
    int PartitionIndex,
    string Partition,
    string Region,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Guest,
    string Rights);
