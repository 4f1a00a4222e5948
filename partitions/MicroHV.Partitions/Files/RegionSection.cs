// What one [[partition.region]] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>One further region of a partition.</summary>
[Section("a region")]
public sealed class RegionSection : Section
{
    /// <summary>
    /// Its name: 1 to 23 lower-case letters, digits, hyphens; <c>ram</c>, <c>information</c> and <c>boot-tables</c> are
    /// taken.
    /// </summary>
    [Text("name", IsRequired = true)]
    public Written<string> Name { get; init; }

    /// <summary>Guest-physical address, a multiple of 4 KiB, not page 0.</summary>
    [Size("at", IsRequired = true, Example = "\"16MiB\"")]
    public Written<ulong> At { get; init; }

    /// <summary>Size, a multiple of 4 KiB.</summary>
    [Size("size", IsRequired = true, Example = "\"4KiB\"")]
    public Written<ulong> SizeBytes { get; init; }

    /// <summary>What the guest may do there: <c>r</c>, <c>rw</c>, <c>rx</c> or <c>rwx</c>.</summary>
    [Text("rights", Default = "\"rw\"")]
    public Written<string>? Rights { get; init; }

    /// <summary>Memory type.</summary>
    [Choice("type", "wb", "uc", "wc", Absent = "`\"wb\"`; `\"uc\"` for a device")]
    public Written<string>? Type { get; init; }

    /// <summary>
    /// Name under which regions of several partitions have the same frames; at least two partitions say it.
    /// </summary>
    [Text("shared", Absent = "not shared")]
    public Written<string>? Shared { get; init; }

    /// <summary>Host-physical address; required for a device.</summary>
    [Size("host", Absent = "the planner's choice")]
    public Written<ulong>? Host { get; init; }

    /// <summary>
    /// Whether it is a device's memory: outside <c>[machine].memory</c>, never read or cleared by the kernel.
    /// </summary>
    [Flag("device")]
    public bool IsDevice { get; init; }

    /// <summary>Why a device is granted; required for a device.</summary>
    [Text("reason", Absent = "none")]
    public Written<string>? Reason { get; init; }
}
