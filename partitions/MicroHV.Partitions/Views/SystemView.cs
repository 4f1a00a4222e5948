// A system as people and programs look at it: everything that is decided, nothing that is only a means.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>
/// A system, read by the kernel's own reader from the blob that the kernel will read. What a blob does not hold (the
/// author's words, and RAM that nobody uses) is null or empty unless the view was made from a description.
/// </summary>
/// <param name="Name">The system's name, or that of the image's file.</param>
/// <param name="Origin">What the view was made from.</param>
/// <param name="Blob">The blob that was read.</param>
/// <param name="Machine">The machine that the system requires.</param>
/// <param name="Kernel">Where the kernel's own memory lies.</param>
/// <param name="Health">The module's health table.</param>
/// <param name="Schedules">The schedules; the first runs from the start.</param>
/// <param name="Partitions">The partitions by number.</param>
/// <param name="Memory">Host-physical memory, ascending, without overlap; what lies between is nobody's.</param>
/// <param name="Reach">Who reaches what.</param>
public sealed record SystemView(
    string Name,
    ViewOrigin Origin,
    BlobView Blob,
    MachineView Machine,
    KernelView Kernel,
    ModuleHealthView Health,
    IReadOnlyList<ScheduleView> Schedules,
    IReadOnlyList<PartitionView> Partitions,
    IReadOnlyList<MemoryRangeView> Memory,
    IReadOnlyList<ReachView> Reach)
{
    /// <summary>Whether the view knows the words of the system's author.</summary>
    [JsonIgnore]
    public bool IsDescribed => Origin == ViewOrigin.Description;

    /// <summary>Sum of the ranges of one kind, in bytes.</summary>
    public ulong SizeOf(MemoryKind kind) =>
        Memory.Where(range => range.Kind == kind).Aggregate(0UL, (sum, range) => sum + range.SizeBytes);
}
