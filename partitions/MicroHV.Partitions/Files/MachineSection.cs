// What [machine] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The machine that the system wants.</summary>
[Section("[machine]", Reserved = ["iommu", "watchdog"])]
public sealed class MachineSection : Section
{
    /// <summary>RAM that partitions may get. The kernel's own memory, from 1 MiB on, need not be listed.</summary>
    [Tables(
        "memory", typeof(MemoryRangeSection), IsRequired = true, Example = "[{ at = \"16MiB\", size = \"112MiB\" }]")]
    public IReadOnlyList<MemoryRangeSection> Memory { get; init; } = [];

    /// <summary>Whose processor it must be; the kernel refuses another.</summary>
    [Choice("vendor", "any", "intel", "amd", Default = "\"any\"")]
    public Written<string>? Vendor { get; init; }

    /// <summary>The TSC frequency that the machine must have, within one part in 256.</summary>
    [Frequency("tsc", Absent = "any")]
    public Written<ulong>? TscHertz { get; init; }

    /// <summary>How many CPUs the schedules use, 1 to 64, numbered from 0. The others of the machine are never started.</summary>
    [Number("cpus", Default = "1")]
    public Written<ulong>? Cpus { get; init; }

    /// <summary>
    /// Local APIC ids of the CPUs, from CPU 0 on, which is the one that boots. Without it, CPU 0 may have any, and each other one
    /// has its number.
    /// </summary>
    [Numbers("apic-ids", Absent = "0, 1, 2…")]
    public IReadOnlyList<Written<ulong>>? ApicIds { get; init; }

    /// <summary>The serial port that carries the [wire format](wire-format.md).</summary>
    [Table("console", typeof(ConsoleSection))]
    public ConsoleSection Console { get; init; } = new();
}
