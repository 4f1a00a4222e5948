// What a partition gets of the time.
namespace MicroHV.Partitions.Views;

/// <summary>A partition's time in a major frame, on all CPUs together.</summary>
/// <param name="PartitionIndex">Number of the partition.</param>
/// <param name="Partition">Its name.</param>
/// <param name="WindowCount">Its windows.</param>
/// <param name="Nanoseconds">Their length together.</param>
/// <param name="Percent">The same in hundredths of one CPU's major frame, rounded to two places.</param>
/// <param name="PeriodNanoseconds">How often it must run in this schedule; null if nothing is demanded, and from an image.</param>
/// <param name="DurationNanoseconds">Time that each of its virtual CPUs must get in every period; null as well.</param>
public sealed record ShareView(
    int PartitionIndex,
    string Partition,
    int WindowCount,
    ulong Nanoseconds,
    decimal Percent,
    ulong? PeriodNanoseconds,
    ulong? DurationNanoseconds);
