// One window of a view.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>A window.</summary>
/// <param name="StartNanoseconds">Start in the major frame.</param>
/// <param name="DurationNanoseconds">Length.</param>
/// <param name="PartitionIndex">Number of the partition that has it.</param>
/// <param name="Partition">Its name.</param>
/// <param name="Vcpu">Number of the partition's virtual CPU that has it.</param>
/// <param name="BeginsPeriod">Whether a period of the partition begins with it.</param>
public sealed record WindowView(
    ulong StartNanoseconds, ulong DurationNanoseconds, int PartitionIndex, string Partition, uint Vcpu, bool BeginsPeriod)
{
    /// <summary>The first nanosecond behind the window.</summary>
    [JsonIgnore]
    public ulong EndNanoseconds => StartNanoseconds + DurationNanoseconds;
}
