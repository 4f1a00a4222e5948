// The module's health table of a view.
namespace MicroHV.Partitions.Views;

/// <summary>What is done about events of the module, and about those that partitions leave to it.</summary>
/// <param name="Entries">The entries, ascending by event.</param>
/// <param name="OverrunToleranceNanoseconds">How long a partition may have the CPU beyond its window; null tolerates anything.</param>
/// <param name="HardwareWatchdogSeconds">The time after which the hardware watchdog resets the machine; null if there is none.</param>
public sealed record ModuleHealthView(
    IReadOnlyList<HealthEntryView> Entries, uint? OverrunToleranceNanoseconds, uint? HardwareWatchdogSeconds);
