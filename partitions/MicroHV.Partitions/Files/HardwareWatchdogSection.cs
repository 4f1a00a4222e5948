// What a hardware-watchdog of [health] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A device that resets the machine unless the kernel kicks it in time.</summary>
[Section("hardware-watchdog")]
public sealed class HardwareWatchdogSection : Section
{
    /// <summary>The device.</summary>
    [Choice("device", "ib700", Absent = "no watchdog")]
    public Written<string>? Device { get; init; }

    /// <summary>The time after which it resets the machine: whole seconds, an even number from 2 to 30.</summary>
    [Time("timeout", Default = "\"2s\"")]
    public Written<ulong>? Timeout { get; init; }
}
