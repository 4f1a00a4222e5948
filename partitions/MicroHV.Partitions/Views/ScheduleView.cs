// One schedule of a view.
namespace MicroHV.Partitions.Views;

/// <summary>A schedule: what each CPU does in a major frame.</summary>
/// <param name="Name">Its name; null from an image.</param>
/// <param name="MajorFrameNanoseconds">Length of the major frame.</param>
/// <param name="Cpus">The CPUs that have windows, by number.</param>
/// <param name="Shares">The time of each partition, by number.</param>
public sealed record ScheduleView(
    string? Name, ulong MajorFrameNanoseconds, IReadOnlyList<CpuView> Cpus, IReadOnlyList<ShareView> Shares);
