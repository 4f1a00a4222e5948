// What a partition gets of the time.
namespace MicroHV.Partitions.Views;

/// <summary>A partition's time in a major frame, on all CPUs together.</summary>
/// <param name="PartitionIndex">Number of the partition.</param>
/// <param name="Partition">Its name.</param>
/// <param name="WindowCount">Its windows.</param>
/// <param name="Nanoseconds">Their length together.</param>
/// <param name="Percent">The same in hundredths of one CPU's major frame, rounded to two places.</param>
public sealed record ShareView(
    int PartitionIndex, string Partition, int WindowCount, ulong Nanoseconds, decimal Percent);
