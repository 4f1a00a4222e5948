// One schedule of a view.
namespace MicroHV.Partitions.Views;

/// <summary>A schedule: what each CPU does in a major frame.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInitial">Whether it runs from the start.</param>
/// <param name="MajorFrameNanoseconds">Length of the major frame.</param>
/// <param name="Cpus">The CPUs that have windows or background time, by number.</param>
/// <param name="Shares">The time of each partition, by number.</param>
/// <param name="Absent">The partitions that have no time in it.</param>
/// <param name="Changes">What happens to partitions when it replaces another schedule; nothing happens to the others.</param>
public sealed record ScheduleView(
    string Name,
    bool IsInitial,
    ulong MajorFrameNanoseconds,
    IReadOnlyList<CpuView> Cpus,
    IReadOnlyList<ShareView> Shares,
    IReadOnlyList<string> Absent,
    IReadOnlyList<ChangeView> Changes);
