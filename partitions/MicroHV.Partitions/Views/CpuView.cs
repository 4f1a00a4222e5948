// One CPU in a schedule of a view.
namespace MicroHV.Partitions.Views;

/// <summary>A CPU's major frame.</summary>
/// <param name="Number">Number of the CPU.</param>
/// <param name="Windows">Its windows, ascending by start.</param>
/// <param name="BusyNanoseconds">Time in windows.</param>
/// <param name="IdleNanoseconds">Time in no window.</param>
/// <param name="BusyPercent">Time in windows in hundredths of the major frame, rounded to two places.</param>
/// <param name="Background">Who gets the time in no window; null if nobody does.</param>
public sealed record CpuView(
    uint Number,
    IReadOnlyList<WindowView> Windows,
    ulong BusyNanoseconds,
    ulong IdleNanoseconds,
    decimal BusyPercent,
    BackgroundView? Background);
